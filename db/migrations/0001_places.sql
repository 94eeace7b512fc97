-- Places: cooperation group > municipality > centre, with dated membership, and the settlements people live in.
-- Codes are the keys: municipalities by EHAK, everything else by a slug.

CREATE TABLE IF NOT EXISTS cooperation_group (
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    contact_email VARCHAR(254) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS municipality (
    code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'EHAK code',
    name VARCHAR(120) NOT NULL,
    kind ENUM('vald', 'linn') NOT NULL DEFAULT 'vald',
    county VARCHAR(60) NOT NULL,
    lat DECIMAL(8, 5) NOT NULL COMMENT 'where its name stands on a map',
    lon DECIMAL(8, 5) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A municipality may belong to several groups, for all of their work or for one activity, between two dates.
CREATE TABLE IF NOT EXISTS group_member (
    group_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    activity VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'empty: all activities',
    since DATE NOT NULL,
    until DATE NOT NULL DEFAULT '9999-12-31' COMMENT 'the first day it is no longer a member',
    PERIOD FOR span (since, until),
    PRIMARY KEY (group_code, municipality_code, activity, since),
    UNIQUE KEY group_member_once (group_code, municipality_code, activity, span WITHOUT OVERLAPS),
    KEY group_member_municipality (municipality_code),
    CONSTRAINT group_member_group FOREIGN KEY (group_code) REFERENCES cooperation_group (code),
    CONSTRAINT group_member_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS settlement (
    id INT NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    kind ENUM('linn', 'alev', 'alevik', 'küla', 'linnaosa') NOT NULL DEFAULT 'küla',
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lat DECIMAL(8, 5) NOT NULL,
    lon DECIMAL(8, 5) NOT NULL,
    KEY settlement_municipality (municipality_code),
    CONSTRAINT settlement_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS settlement_name (
    settlement_id INT NOT NULL,
    name VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'another spelling or language',
    PRIMARY KEY (settlement_id, name),
    CONSTRAINT settlement_name_settlement FOREIGN KEY (settlement_id) REFERENCES settlement (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS centre (
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who runs it: employer and checker',
    settlement VARCHAR(120) NOT NULL,
    address VARCHAR(200) NULL,
    lat DECIMAL(8, 5) NOT NULL,
    lon DECIMAL(8, 5) NOT NULL,
    email VARCHAR(254) NULL,
    phone VARCHAR(20) NULL,
    how_to_find VARCHAR(500) NULL COMMENT 'which door, who meets a helper',
    active TINYINT NOT NULL DEFAULT 1,
    version INT NOT NULL DEFAULT 1,
    KEY centre_municipality (municipality_code),
    CONSTRAINT centre_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
