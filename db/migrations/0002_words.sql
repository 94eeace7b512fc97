-- Reference words in three languages. A code never changes its meaning; a word no longer offered is retired.

CREATE TABLE IF NOT EXISTS skill (
    code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    family ENUM('youth_work', 'activity', 'learning', 'organising', 'support', 'worker_only') NOT NULL COMMENT 'group',
    position SMALLINT NOT NULL,
    name_et VARCHAR(120) NOT NULL,
    name_ru VARCHAR(120) NOT NULL,
    name_en VARCHAR(120) NOT NULL,
    retired TINYINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Every other word: certificates, languages, interests, age groups, and what a helper should bring along.
CREATE TABLE IF NOT EXISTS word (
    kind ENUM('certificate', 'language', 'interest', 'age_group', 'bring') NOT NULL,
    code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position SMALLINT NOT NULL,
    name_et VARCHAR(120) NOT NULL,
    name_ru VARCHAR(120) NOT NULL,
    name_en VARCHAR(120) NOT NULL,
    retired TINYINT NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What an operator may change without a new release, such as the hour by which minors must leave.
CREATE TABLE IF NOT EXISTS setting (
    name VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value VARCHAR(500) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
