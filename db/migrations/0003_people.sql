-- People: one record each, volunteer or worker by their dated memberships, and what they told of themselves.

CREATE TABLE IF NOT EXISTS person (
    id BINARY(16) NOT NULL PRIMARY KEY,
    state ENUM('confirmed', 'active', 'paused', 'ended', 'anonymised') NOT NULL DEFAULT 'active',
    first_name VARCHAR(60) NOT NULL,
    last_name VARCHAR(60) NOT NULL,
    birth_date DATE NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    phone VARCHAR(20) NULL,
    language ENUM('et', 'ru', 'en') NOT NULL DEFAULT 'et' COMMENT 'of letters and pages',
    settlement_id INT NULL,
    lat DECIMAL(8, 5) NULL,
    lon DECIMAL(8, 5) NULL,
    reach_m INT NULL COMMENT 'null: any distance, or the chosen centres alone',
    commitment ENUM('once', 'sometimes', 'weekly') NULL,
    hours_per_week SMALLINT NULL,
    about VARCHAR(1000) NULL,
    calendar_secret VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of the .ics address, which stays readable',
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    UNIQUE KEY person_email (email),
    UNIQUE KEY person_calendar (calendar_secret),
    KEY person_state (state, id),
    CONSTRAINT person_settlement FOREIGN KEY (settlement_id) REFERENCES settlement (id),
    CONSTRAINT person_email_lower CHECK (email = LOWER(email)),
    CONSTRAINT person_hours CHECK (hours_per_week BETWEEN 0 AND 60),
    CONSTRAINT person_reach CHECK (reach_m BETWEEN 0 AND 500000),
    CONSTRAINT person_place CHECK ((lat IS NULL) = (lon IS NULL)),
    CONSTRAINT person_forgotten CHECK (state <> 'anonymised' OR (email IS NULL AND phone IS NULL
        AND birth_date IS NULL AND lat IS NULL AND first_name = '' AND last_name = '' AND about IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Worker at a home centre, or volunteer, between two dates. Whoever has no worker's row today is a volunteer.
CREATE TABLE IF NOT EXISTS membership (
    person_id BINARY(16) NOT NULL,
    kind ENUM('volunteer', 'worker') NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the home centre of a worker',
    since DATE NOT NULL,
    until DATE NOT NULL DEFAULT '9999-12-31',
    PERIOD FOR span (since, until),
    PRIMARY KEY (person_id, kind, since),
    UNIQUE KEY membership_once (person_id, kind, span WITHOUT OVERLAPS),
    KEY membership_centre (centre_code, kind),
    CONSTRAINT membership_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT membership_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT membership_home CHECK (kind <> 'worker' OR centre_code IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS person_skill (
    person_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (person_id, skill_code),
    CONSTRAINT person_skill_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_skill_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What a worker would like to learn on an exchange.
CREATE TABLE IF NOT EXISTS person_want (
    person_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (person_id, skill_code),
    CONSTRAINT person_want_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_want_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Certificates (valid_until), languages (level), interests and age groups: words of a person.
CREATE TABLE IF NOT EXISTS person_word (
    person_id BINARY(16) NOT NULL,
    kind ENUM('certificate', 'language', 'interest', 'age_group', 'bring') NOT NULL,
    code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    level ENUM('A1', 'A2', 'B1', 'B2', 'C1', 'C2') NULL COMMENT 'languages',
    valid_until DATE NULL COMMENT 'certificates; null: does not run out',
    PRIMARY KEY (person_id, kind, code),
    KEY person_word_word (kind, code),
    CONSTRAINT person_word_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_word_word FOREIGN KEY (kind, code) REFERENCES word (kind, code),
    CONSTRAINT person_word_level CHECK ((kind = 'language') = (level IS NOT NULL)),
    CONSTRAINT person_word_until CHECK (kind = 'certificate' OR valid_until IS NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The centres a person chose to help at.
CREATE TABLE IF NOT EXISTS person_centre (
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (person_id, centre_code),
    KEY person_centre_centre (centre_code),
    CONSTRAINT person_centre_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_centre_centre FOREIGN KEY (centre_code) REFERENCES centre (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- When a person is free: a week in Europe/Tallinn (day 1 is Monday). No rows at all: "not asked".
CREATE TABLE IF NOT EXISTS person_availability (
    person_id BINARY(16) NOT NULL,
    day TINYINT NOT NULL,
    from_minute SMALLINT NOT NULL,
    to_minute SMALLINT NOT NULL,
    PRIMARY KEY (person_id, day, from_minute),
    CONSTRAINT person_availability_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_availability_day CHECK (day BETWEEN 1 AND 7),
    CONSTRAINT person_availability_time CHECK (from_minute >= 0 AND from_minute < to_minute AND to_minute <= 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- One date that differs from the week: free or not, from hour to hour.
CREATE TABLE IF NOT EXISTS person_exception (
    person_id BINARY(16) NOT NULL,
    day DATE NOT NULL,
    from_minute SMALLINT NOT NULL DEFAULT 0,
    to_minute SMALLINT NOT NULL DEFAULT 1440,
    free TINYINT NOT NULL,
    PRIMARY KEY (person_id, day, from_minute),
    CONSTRAINT person_exception_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_exception_time CHECK (from_minute >= 0 AND from_minute < to_minute AND to_minute <= 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS consent (
    person_id BINARY(16) NOT NULL,
    purpose ENUM('terms', 'phone_calls', 'photos', 'news') NOT NULL,
    text_version VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lang ENUM('et', 'ru', 'en') NOT NULL,
    given_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    withdrawn_at DATETIME(3) NULL,
    PRIMARY KEY (person_id, purpose, given_at),
    CONSTRAINT consent_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A parent or other legal guardian of a person of 13 to 17.
CREATE TABLE IF NOT EXISTS guardian (
    person_id BINARY(16) NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    language ENUM('et', 'ru', 'en') NOT NULL DEFAULT 'et',
    CONSTRAINT guardian_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT guardian_email_lower CHECK (email = LOWER(email))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Permission (luba) for one centre and one school year, which runs from 1 September; 2026 means 2026/27.
CREATE TABLE IF NOT EXISTS guardian_permission (
    id BINARY(16) NOT NULL PRIMARY KEY,
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    school_year SMALLINT NOT NULL,
    state ENUM('asked', 'given', 'withdrawn') NOT NULL DEFAULT 'asked',
    valid_until DATE NOT NULL COMMENT 'the last day: the end of the school year or the day before the 18th birthday',
    answered_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY guardian_permission_once (person_id, centre_code, school_year),
    UNIQUE KEY guardian_permission_copied (id, person_id, centre_code, valid_until),
    KEY guardian_permission_centre (centre_code),
    CONSTRAINT guardian_permission_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT guardian_permission_centre FOREIGN KEY (centre_code) REFERENCES centre (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What somebody sent in and has not confirmed by their mail. No unique e-mail, so that known and unknown addresses
-- cost the same; `form` is the service's own text of the answers and is read back by it alone.
CREATE TABLE IF NOT EXISTS registration (
    id BINARY(16) NOT NULL PRIMARY KEY,
    token_hash BINARY(32) NOT NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    language ENUM('et', 'ru', 'en') NOT NULL,
    form MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    expires_at DATETIME(3) NOT NULL,
    confirmed_at DATETIME(3) NULL,
    person_id BINARY(16) NULL,
    UNIQUE KEY registration_token (token_hash),
    KEY registration_expires (expires_at),
    KEY registration_person (person_id),
    CONSTRAINT registration_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE SET NULL,
    CONSTRAINT registration_form CHECK (CHAR_LENGTH(form) <= 16000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
