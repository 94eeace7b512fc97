-- The whole schema as the migrations add it up: read this one to know what is. tests/db proves that both are equal, so
-- a new migration changes this file too. Rows of reference words come by the migrations alone.

-- Places: cooperation group > municipality > centre, with dated membership, and the settlements people live in.
-- Codes are the keys: municipalities by EHAK, everything else by a slug.

CREATE TABLE cooperation_group (
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    contact_email VARCHAR(254) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE municipality (
    code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'EHAK code',
    name VARCHAR(120) NOT NULL,
    kind ENUM('vald', 'linn') NOT NULL DEFAULT 'vald',
    county VARCHAR(60) NOT NULL,
    lat DECIMAL(8, 5) NOT NULL COMMENT 'where its name stands on a map',
    lon DECIMAL(8, 5) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A municipality may belong to several groups, for all of their work or for one activity, between two dates.
CREATE TABLE group_member (
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

CREATE TABLE settlement (
    id INT NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    kind ENUM('linn', 'alev', 'alevik', 'küla', 'linnaosa') NOT NULL DEFAULT 'küla',
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lat DECIMAL(8, 5) NOT NULL,
    lon DECIMAL(8, 5) NOT NULL,
    KEY settlement_municipality (municipality_code),
    CONSTRAINT settlement_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE settlement_name (
    settlement_id INT NOT NULL,
    name VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'another spelling or language',
    PRIMARY KEY (settlement_id, name),
    CONSTRAINT settlement_name_settlement FOREIGN KEY (settlement_id) REFERENCES settlement (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE centre (
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

-- Ways between two centres that the rule (great circle x 1.3) gets wrong, round a bay or a bog. Both ways; written once,
-- the lesser code first.
CREATE TABLE travel (
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    other_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    metres INT NOT NULL,
    minutes SMALLINT NOT NULL,
    PRIMARY KEY (centre_code, other_code),
    KEY travel_other (other_code),
    CONSTRAINT travel_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT travel_other FOREIGN KEY (other_code) REFERENCES centre (code),
    CONSTRAINT travel_once CHECK (centre_code < other_code),
    CONSTRAINT travel_length CHECK (metres BETWEEN 0 AND 1000000 AND minutes BETWEEN 0 AND 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Reference words in three languages. A code never changes its meaning; a word no longer offered is retired.

CREATE TABLE skill (
    code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    family ENUM('youth_work', 'activity', 'learning', 'organising', 'support', 'worker_only') NOT NULL COMMENT 'group',
    position SMALLINT NOT NULL,
    name_et VARCHAR(120) NOT NULL,
    name_ru VARCHAR(120) NOT NULL,
    name_en VARCHAR(120) NOT NULL,
    retired TINYINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Every other word: certificates, languages, interests, age groups, and what a helper should bring along.
CREATE TABLE word (
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
CREATE TABLE setting (
    name VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value VARCHAR(500) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Days without school, breaks and public holidays alike; Saturdays and Sundays need no row. A year without rows is
-- taken as school from Monday to Friday. Schools may have breaks of their own: the rows are an operator's to change.
CREATE TABLE school_free (
    first_day DATE NOT NULL PRIMARY KEY,
    last_day DATE NOT NULL,
    name VARCHAR(60) NOT NULL,
    CONSTRAINT school_free_days CHECK (last_day >= first_day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- People: one record each, volunteer or worker by their dated memberships, and what they told of themselves.

CREATE TABLE person (
    id BINARY(16) NOT NULL PRIMARY KEY,
    state ENUM('confirmed', 'active', 'paused', 'ended', 'anonymised') NOT NULL DEFAULT 'active',
    first_name VARCHAR(60) NOT NULL,
    last_name VARCHAR(60) NOT NULL,
    birth_date DATE NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    phone VARCHAR(20) NULL,
    language ENUM('et', 'ru', 'en') NOT NULL DEFAULT 'et' COMMENT 'of letters and pages',
    foreign_citizen TINYINT NOT NULL DEFAULT 0
        COMMENT 'a citizen of another country, as the person or the checking municipality says',
    settlement_id INT NULL,
    lat DECIMAL(8, 5) NULL,
    lon DECIMAL(8, 5) NULL,
    reach_m INT NULL COMMENT 'null: any distance, or the chosen centres alone',
    commitment ENUM('once', 'sometimes', 'weekly') NULL,
    hours_per_week SMALLINT NULL,
    about VARCHAR(1000) NULL,
    calendar_secret VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of the .ics address, which stays readable',
    version INT NOT NULL DEFAULT 1,
    active_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'the last sign of life, to a day',
    stay_asked_at DATETIME(3) NULL COMMENT 'the letter that asks whether the profile is to stay; null: not asked since',
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    UNIQUE KEY person_email (email),
    UNIQUE KEY person_calendar (calendar_secret),
    KEY person_state (state, id),
    KEY person_active (active_at),
    KEY person_stay_asked (stay_asked_at),
    CONSTRAINT person_settlement FOREIGN KEY (settlement_id) REFERENCES settlement (id),
    CONSTRAINT person_email_lower CHECK (email = LOWER(email)),
    CONSTRAINT person_hours CHECK (hours_per_week BETWEEN 0 AND 60),
    CONSTRAINT person_reach CHECK (reach_m BETWEEN 0 AND 500000),
    CONSTRAINT person_place CHECK ((lat IS NULL) = (lon IS NULL)),
    CONSTRAINT person_forgotten CHECK (state <> 'anonymised' OR (email IS NULL AND phone IS NULL
        AND birth_date IS NULL AND lat IS NULL AND first_name = '' AND last_name = '' AND about IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Worker at a home centre, or volunteer, between two dates. Whoever has no worker's row today is a volunteer.
CREATE TABLE membership (
    person_id BINARY(16) NOT NULL,
    kind ENUM('volunteer', 'worker') NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the home centre of a worker',
    since DATE NOT NULL,
    until DATE NOT NULL DEFAULT '9999-12-31',
    cover_agreed TINYINT NOT NULL DEFAULT 0 COMMENT 'workers: the employer agrees that they cover at other centres',
    cover_agreed_by BINARY(16) NULL,
    PERIOD FOR span (since, until),
    PRIMARY KEY (person_id, kind, since),
    UNIQUE KEY membership_once (person_id, kind, span WITHOUT OVERLAPS),
    KEY membership_centre (centre_code, kind),
    CONSTRAINT membership_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT membership_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT membership_home CHECK (kind <> 'worker' OR centre_code IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE person_skill (
    person_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (person_id, skill_code),
    CONSTRAINT person_skill_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_skill_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What a worker would like to learn on an exchange.
CREATE TABLE person_want (
    person_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (person_id, skill_code),
    CONSTRAINT person_want_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_want_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Certificates (valid_until), languages (level), interests and age groups: words of a person.
CREATE TABLE person_word (
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
CREATE TABLE person_centre (
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (person_id, centre_code),
    KEY person_centre_centre (centre_code),
    CONSTRAINT person_centre_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_centre_centre FOREIGN KEY (centre_code) REFERENCES centre (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- When a person is free: a week in Europe/Tallinn (day 1 is Monday). No rows at all: "not asked".
CREATE TABLE person_availability (
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
CREATE TABLE person_exception (
    person_id BINARY(16) NOT NULL,
    day DATE NOT NULL,
    from_minute SMALLINT NOT NULL DEFAULT 0,
    to_minute SMALLINT NOT NULL DEFAULT 1440,
    free TINYINT NOT NULL,
    PRIMARY KEY (person_id, day, from_minute),
    CONSTRAINT person_exception_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_exception_time CHECK (from_minute >= 0 AND from_minute < to_minute AND to_minute <= 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE consent (
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
CREATE TABLE guardian (
    person_id BINARY(16) NOT NULL PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    language ENUM('et', 'ru', 'en') NOT NULL DEFAULT 'et',
    CONSTRAINT guardian_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT guardian_email_lower CHECK (email = LOWER(email))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Permission (luba) for one centre and one school year, which runs from 1 September; 2026 means 2026/27.
CREATE TABLE guardian_permission (
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
CREATE TABLE registration (
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

-- Accounts of staff, roles with their scope, sessions, links in mail, limits and idempotency keys. Secrets are hashed.

CREATE TABLE account (
    id BINARY(16) NOT NULL PRIMARY KEY,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    language ENUM('et', 'ru', 'en') NOT NULL DEFAULT 'et',
    password_hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Argon2id; null until the first is set',
    person_id BINARY(16) NULL COMMENT 'the worker whose account this is',
    state ENUM('invited', 'active', 'closed') NOT NULL DEFAULT 'invited',
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY account_email (email),
    UNIQUE KEY account_person (person_id),
    CONSTRAINT account_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT account_email_lower CHECK (email = LOWER(email))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE account_role (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BINARY(16) NOT NULL,
    role ENUM('admin', 'coordinator', 'specialist', 'manager', 'worker', 'dpo') NOT NULL,
    group_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    scope VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'whichever of the three is set, or empty',
    UNIQUE KEY account_role_once (account_id, role, scope),
    KEY account_role_group (group_code),
    KEY account_role_municipality (municipality_code),
    KEY account_role_centre (centre_code),
    CONSTRAINT account_role_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT account_role_group FOREIGN KEY (group_code) REFERENCES cooperation_group (code),
    CONSTRAINT account_role_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT account_role_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT account_role_scope CHECK (
        (role = 'coordinator') = (group_code IS NOT NULL)
        AND (role = 'specialist') = (municipality_code IS NOT NULL)
        AND (role IN ('manager', 'worker')) = (centre_code IS NOT NULL)
        AND scope = COALESCE(group_code, municipality_code, centre_code, ''))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Whose objects an account reaches: its own centre, its municipality's, its group's of today, or all.
CREATE SQL SECURITY INVOKER VIEW account_centre AS
    SELECT r.account_id, r.role, c.code AS centre_code, c.municipality_code
    FROM account_role r JOIN centre c
    WHERE r.role = 'admin'
        OR r.role = 'manager' AND r.centre_code = c.code
        OR r.role = 'specialist' AND r.municipality_code = c.municipality_code
        OR r.role = 'coordinator' AND EXISTS (
            SELECT 1 FROM group_member m
            WHERE m.group_code = r.group_code AND m.municipality_code = c.municipality_code
                AND m.since <= UTC_DATE() AND m.until > UTC_DATE());

CREATE TABLE session (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    id BINARY(16) NOT NULL,
    account_id BINARY(16) NULL,
    person_id BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    expires_at DATETIME(3) NOT NULL,
    UNIQUE KEY session_id (id),
    KEY session_account (account_id),
    KEY session_person (person_id),
    KEY session_expires (expires_at),
    CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT session_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT session_owner CHECK (account_id IS NOT NULL OR person_id IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A link that went out by mail. Single use, except that an invitation's link shows its page until it is answered.
CREATE TABLE link (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    purpose ENUM('sign_in', 'guardian', 'invitation', 'password', 'stay') NOT NULL,
    about_id BINARY(16) NOT NULL COMMENT 'the person or account; the young person; the invitation; the account',
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    expires_at DATETIME(3) NOT NULL,
    used_at DATETIME(3) NULL,
    KEY link_about (purpose, about_id),
    KEY link_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE idempotency (
    key_hash BINARY(32) NOT NULL PRIMARY KEY COMMENT 'of caller, route and key',
    body_hash BINARY(32) NOT NULL,
    state ENUM('working', 'done') NOT NULL DEFAULT 'working',
    status SMALLINT NULL,
    answer MEDIUMBLOB NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    working_until DATETIME(3) NOT NULL COMMENT 'after this a repeated request may do the work again',
    KEY idempotency_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE rate_limit (
    bucket_hash BINARY(32) NOT NULL COMMENT 'of the rule and the address or recipient, with the service''s key',
    window_start DATETIME NOT NULL,
    hits INT NOT NULL,
    PRIMARY KEY (bucket_hash, window_start),
    KEY rate_limit_window (window_start)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Needs, their shifts, invitations and offers.

CREATE TABLE need (
    id BINARY(16) NOT NULL PRIMARY KEY,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    for_whom ENUM('volunteer', 'worker', 'either') NOT NULL DEFAULT 'volunteer',
    purpose ENUM('help', 'cover') NOT NULL DEFAULT 'help',
    role ENUM('helper', 'responsible') NOT NULL DEFAULT 'helper',
    activity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the skill or interest that names it',
    note VARCHAR(1000) NULL,
    note_language ENUM('et', 'ru', 'en') NULL,
    contact VARCHAR(60) NULL COMMENT 'first name of who meets the helper',
    responsible VARCHAR(120) NULL COMMENT 'the worker who is there at its shifts and answers for minors; null: nobody named',
    min_age TINYINT NOT NULL DEFAULT 13,
    children TINYINT NOT NULL DEFAULT 1 COMMENT 'in contact with children: a background check is a must',
    urgency TINYINT NOT NULL DEFAULT 2,
    state ENUM('open', 'filled', 'closed') NOT NULL DEFAULT 'open',
    created_by BINARY(16) NULL,
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    KEY need_centre (centre_code, id),
    KEY need_state (state, id),
    UNIQUE KEY need_copied (id, centre_code, children),
    CONSTRAINT need_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT need_creator FOREIGN KEY (created_by) REFERENCES account (id),
    CONSTRAINT need_urgency CHECK (urgency BETWEEN 1 AND 3),
    CONSTRAINT need_min_age CHECK (min_age BETWEEN 13 AND 99),
    CONSTRAINT need_responsible CHECK (role = 'helper' OR for_whom = 'worker'),
    CONSTRAINT need_children CHECK (children IN (0, 1)),
    CONSTRAINT need_note CHECK ((note IS NULL) = (note_language IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE need_skill (
    need_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    required TINYINT NOT NULL,
    PRIMARY KEY (need_id, skill_code),
    CONSTRAINT need_skill_need FOREIGN KEY (need_id) REFERENCES need (id) ON DELETE CASCADE,
    CONSTRAINT need_skill_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Required certificates, required and preferred languages (with level), age groups, what to bring.
CREATE TABLE need_word (
    need_id BINARY(16) NOT NULL,
    kind ENUM('certificate', 'language', 'interest', 'age_group', 'bring') NOT NULL,
    code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    required TINYINT NOT NULL,
    level ENUM('A1', 'A2', 'B1', 'B2', 'C1', 'C2') NULL,
    PRIMARY KEY (need_id, kind, code, required),
    KEY need_word_word (kind, code),
    CONSTRAINT need_word_need FOREIGN KEY (need_id) REFERENCES need (id) ON DELETE CASCADE,
    CONSTRAINT need_word_word FOREIGN KEY (kind, code) REFERENCES word (kind, code),
    CONSTRAINT need_word_level CHECK ((kind = 'language') = (level IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A shift never moves in time: one that must is cancelled and another made. `taken` (people who hold a seat) and
-- `agreed` (those of them who miss nothing) are kept by the triggers of placement, so that the CHECK can refuse a seat
-- too many.
-- `day` is the date in Europe/Tallinn at its start: UTC+3 from 01:00 UTC on the last Sunday of March until 01:00 UTC
-- on the last Sunday of October, otherwise UTC+2.
CREATE TABLE shift (
    id BINARY(16) NOT NULL PRIMARY KEY,
    need_id BINARY(16) NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    seats SMALLINT NOT NULL DEFAULT 1,
    taken SMALLINT NOT NULL DEFAULT 0,
    agreed SMALLINT NOT NULL DEFAULT 0,
    state ENUM('open', 'cancelled') NOT NULL DEFAULT 'open',
    version INT NOT NULL DEFAULT 1,
    day DATE AS (DATE(starts_at + INTERVAL IF(
        starts_at >= CAST(CONCAT(YEAR(starts_at), '-03-31 01:00') AS DATETIME)
            - INTERVAL (WEEKDAY(CAST(CONCAT(YEAR(starts_at), '-03-31') AS DATE)) + 1) MOD 7 DAY
        AND starts_at < CAST(CONCAT(YEAR(starts_at), '-10-31 01:00') AS DATETIME)
            - INTERVAL (WEEKDAY(CAST(CONCAT(YEAR(starts_at), '-10-31') AS DATE)) + 1) MOD 7 DAY, 3, 2) HOUR)) STORED,
    KEY shift_need (need_id, starts_at),
    KEY shift_day (day),
    UNIQUE KEY shift_copied (id, need_id, starts_at, ends_at),
    CONSTRAINT shift_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT shift_length CHECK (ends_at > starts_at AND ends_at <= starts_at + INTERVAL 24 HOUR),
    CONSTRAINT shift_has_seats CHECK (seats BETWEEN 1 AND 500),
    CONSTRAINT shift_seats CHECK (taken BETWEEN 0 AND seats),
    CONSTRAINT shift_agreed CHECK (agreed BETWEEN 0 AND taken)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- sent: asked, not answered (its mail leaves at not_before); accepted and declined: by the person; expired: the time
-- to answer is over; withdrawn: taken back within the 10 s, or the need was closed.
CREATE TABLE invitation (
    id BINARY(16) NOT NULL PRIMARY KEY,
    need_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    state ENUM('sent', 'accepted', 'declined', 'expired', 'withdrawn') NOT NULL DEFAULT 'sent',
    decline_reason ENUM('busy', 'too_far', 'not_my_thing', 'not_now', 'other') NULL,
    created_by BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    not_before DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    answered_at DATETIME(3) NULL,
    version INT NOT NULL DEFAULT 1,
    open_for BINARY(16) AS (IF(state = 'sent', person_id, NULL)) STORED,
    UNIQUE KEY invitation_open_once (need_id, open_for),
    KEY invitation_need (need_id, id),
    KEY invitation_person (person_id, state, id),
    KEY invitation_expires (state, expires_at),
    KEY invitation_created (created_at),
    CONSTRAINT invitation_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT invitation_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT invitation_creator FOREIGN KEY (created_by) REFERENCES account (id),
    CONSTRAINT invitation_reason CHECK (decline_reason IS NULL OR state = 'declined')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE invitation_shift (
    invitation_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL,
    PRIMARY KEY (invitation_id, shift_id),
    KEY invitation_shift_shift (shift_id),
    CONSTRAINT invitation_shift_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id) ON DELETE CASCADE,
    CONSTRAINT invitation_shift_shift FOREIGN KEY (shift_id) REFERENCES shift (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- "Tulen appi": sent by the person; accepted and declined by the centre; withdrawn by the person.
CREATE TABLE offer (
    id BINARY(16) NOT NULL PRIMARY KEY,
    need_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    state ENUM('sent', 'accepted', 'declined', 'expired', 'withdrawn') NOT NULL DEFAULT 'sent',
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    answered_at DATETIME(3) NULL,
    answered_by BINARY(16) NULL,
    version INT NOT NULL DEFAULT 1,
    open_for BINARY(16) AS (IF(state = 'sent', person_id, NULL)) STORED,
    UNIQUE KEY offer_open_once (need_id, open_for),
    KEY offer_need (need_id, id),
    KEY offer_person (person_id, state, id),
    KEY offer_created (created_at),
    CONSTRAINT offer_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT offer_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT offer_answerer FOREIGN KEY (answered_by) REFERENCES account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE offer_shift (
    offer_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL,
    PRIMARY KEY (offer_id, shift_id),
    KEY offer_shift_shift (shift_id),
    CONSTRAINT offer_shift_offer FOREIGN KEY (offer_id) REFERENCES offer (id) ON DELETE CASCADE,
    CONSTRAINT offer_shift_shift FOREIGN KEY (shift_id) REFERENCES shift (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Background checks and placements: the invariants that must hold whatever the service does.

-- What may be known of a check (R2): when, by whom, with which result, on what ground, under which reference.
CREATE TABLE background_check (
    id BINARY(16) NOT NULL PRIMARY KEY,
    person_id BINARY(16) NOT NULL,
    checked_on DATE NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the institution that checked (R3)',
    result ENUM('permitted', 'prohibited') NOT NULL,
    basis ENUM('register_query', 'institution_query', 'accepted_from_other') NOT NULL DEFAULT 'register_query',
    reference VARCHAR(60) NULL,
    valid_until DATE NOT NULL,
    recorded_by BINARY(16) NULL,
    recorded_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    accepted_from BINARY(16) NULL COMMENT 'the check of another municipality that this one accepts',
    KEY background_check_person (person_id, checked_on),
    KEY background_check_municipality (municipality_code),
    UNIQUE KEY background_check_copied (id, person_id, result, checked_on, valid_until),
    UNIQUE KEY background_check_accepted_once (accepted_from, municipality_code),
    CONSTRAINT background_check_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT background_check_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT background_check_recorder FOREIGN KEY (recorded_by) REFERENCES account (id),
    CONSTRAINT background_check_source FOREIGN KEY (accepted_from) REFERENCES background_check (id) ON DELETE SET NULL,
    CONSTRAINT background_check_year CHECK (valid_until >= checked_on AND valid_until <= checked_on + INTERVAL 1 YEAR)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- R6: the personal code that a background check is made by. The person enters it through a mailed link; only the
-- municipality that checks may see it. The row goes with the result, or 14 days after it was asked for or entered.
CREATE TABLE personal_code (
    id BINARY(16) NOT NULL PRIMARY KEY,
    person_id BINARY(16) NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the institution that checks (R3)',
    token_hash BINARY(32) NULL COMMENT 'of the mailed link; null once the code is entered',
    sealed VARBINARY(51) NULL COMMENT 'the code under the service''s key; null: not entered, or the person has none',
    asked_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    entered_at DATETIME(3) NULL,
    UNIQUE KEY personal_code_once (person_id, municipality_code),
    UNIQUE KEY personal_code_token (token_hash),
    KEY personal_code_municipality (municipality_code),
    CONSTRAINT personal_code_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT personal_code_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT personal_code_entered CHECK ((entered_at IS NULL) = (token_hash IS NOT NULL)
        AND (sealed IS NULL OR entered_at IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- R1: of a citizen of another country: that a certificate of that country was seen, by whom and of which date.
CREATE TABLE origin_certificate (
    id BINARY(16) NOT NULL PRIMARY KEY,
    person_id BINARY(16) NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the institution that saw it (R3)',
    issued_on DATE NOT NULL,
    valid_until DATE NOT NULL,
    recorded_by BINARY(16) NULL,
    recorded_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY origin_certificate_person (person_id, municipality_code, issued_on),
    KEY origin_certificate_municipality (municipality_code),
    KEY origin_certificate_recorder (recorded_by),
    UNIQUE KEY origin_certificate_copied (id, person_id, valid_until),
    CONSTRAINT origin_certificate_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT origin_certificate_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT origin_certificate_recorder FOREIGN KEY (recorded_by) REFERENCES account (id),
    CONSTRAINT origin_certificate_year CHECK (valid_until >= issued_on AND valid_until <= issued_on + INTERVAL 1 YEAR)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A person in a seat. awaiting: wanted by both, something is missing (a check, a guardian's permission); agreed;
-- done and absent: after the shift; cancelled: frees the seat and the person.
-- Copied columns let a CHECK see other rows: composite foreign keys keep them equal to their origin.
CREATE TABLE placement (
    id BINARY(16) NOT NULL PRIMARY KEY,
    shift_id BINARY(16) NOT NULL,
    need_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    person_id BINARY(16) NOT NULL,
    state ENUM('awaiting', 'agreed', 'done', 'absent', 'cancelled') NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    day DATE AS (DATE(starts_at + INTERVAL IF(
        starts_at >= CAST(CONCAT(YEAR(starts_at), '-03-31 01:00') AS DATETIME)
            - INTERVAL (WEEKDAY(CAST(CONCAT(YEAR(starts_at), '-03-31') AS DATE)) + 1) MOD 7 DAY
        AND starts_at < CAST(CONCAT(YEAR(starts_at), '-10-31 01:00') AS DATETIME)
            - INTERVAL (WEEKDAY(CAST(CONCAT(YEAR(starts_at), '-10-31') AS DATE)) + 1) MOD 7 DAY, 3, 2) HOUR)) STORED,
    held_by BINARY(16) AS (IF(state = 'cancelled', NULL, person_id)) STORED,
    children TINYINT NOT NULL COMMENT 'copied from the need',
    check_id BINARY(16) NULL,
    check_result ENUM('permitted', 'prohibited') NULL COMMENT 'copied from the check',
    check_from DATE NULL COMMENT 'copied from the check',
    check_until DATE NULL COMMENT 'copied from the check',
    young TINYINT NOT NULL DEFAULT 0 COMMENT 'under 14 on the day of the shift: no check is made (R1)',
    foreign_citizen TINYINT NOT NULL DEFAULT 0 COMMENT 'as of the person when it was judged',
    origin_id BINARY(16) NULL,
    origin_until DATE NULL COMMENT 'copied from the certificate',
    minor TINYINT NOT NULL COMMENT 'under 18 on the day of the shift',
    permission_id BINARY(16) NULL,
    permission_until DATE NULL COMMENT 'copied from the permission',
    supervised TINYINT NOT NULL DEFAULT 0 COMMENT 'a worker is responsible on the spot, at hours when a minor may be there (R5)',
    invitation_id BINARY(16) NULL,
    offer_id BINARY(16) NULL,
    minutes SMALLINT NULL COMMENT 'worked, once done',
    cancelled_by ENUM('person', 'centre', 'service') NULL,
    cancel_reason ENUM('ill', 'busy', 'transport', 'mistake', 'other') NULL,
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    PERIOD FOR span (starts_at, ends_at),
    UNIQUE KEY placement_no_double_booking (held_by, span WITHOUT OVERLAPS),
    KEY placement_person (person_id, starts_at),
    KEY placement_due (state, starts_at),
    KEY placement_centre (centre_code, starts_at),
    KEY placement_shift (shift_id, need_id, starts_at, ends_at),
    KEY placement_need (need_id, centre_code, children),
    KEY placement_check (check_id, person_id, check_result, check_from, check_until),
    KEY placement_permission (permission_id, person_id, centre_code, permission_until),
    KEY placement_origin (origin_id, person_id, origin_until),
    KEY placement_ended (ends_at),
    CONSTRAINT placement_shift FOREIGN KEY (shift_id, need_id, starts_at, ends_at)
        REFERENCES shift (id, need_id, starts_at, ends_at),
    CONSTRAINT placement_need FOREIGN KEY (need_id, centre_code, children)
        REFERENCES need (id, centre_code, children),
    CONSTRAINT placement_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT placement_check FOREIGN KEY (check_id, person_id, check_result, check_from, check_until)
        REFERENCES background_check (id, person_id, result, checked_on, valid_until),
    CONSTRAINT placement_permission FOREIGN KEY (permission_id, person_id, centre_code, permission_until)
        REFERENCES guardian_permission (id, person_id, centre_code, valid_until),
    CONSTRAINT placement_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id),
    CONSTRAINT placement_offer FOREIGN KEY (offer_id) REFERENCES offer (id),
    CONSTRAINT placement_permitted CHECK (state NOT IN ('agreed', 'done') OR minor = 0
        OR permission_id IS NOT NULL AND permission_until IS NOT NULL AND permission_until >= day),
    CONSTRAINT placement_hours CHECK (minutes IS NULL OR minutes BETWEEN 0 AND 1440 AND state = 'done'),
    CONSTRAINT placement_cancelled CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
    CONSTRAINT placement_checked CHECK (state NOT IN ('agreed', 'done') OR children = 0 OR young = 1
        OR check_id IS NOT NULL AND check_result IS NOT NULL AND check_result = 'permitted'
            AND check_from IS NOT NULL AND check_from <= day AND check_until IS NOT NULL AND check_until >= day),
    CONSTRAINT placement_supervised CHECK (state NOT IN ('agreed', 'done') OR minor = 0 OR supervised = 1),
    CONSTRAINT placement_origin FOREIGN KEY (origin_id, person_id, origin_until)
        REFERENCES origin_certificate (id, person_id, valid_until),
    CONSTRAINT placement_origin_shown CHECK (state NOT IN ('agreed', 'done') OR children = 0 OR young = 1
        OR foreign_citizen = 0
        OR origin_id IS NOT NULL AND origin_until IS NOT NULL AND origin_until >= day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The seats of a shift follow its placements; the versions change with them, for readers and for clusters.
CREATE TRIGGER placement_takes AFTER INSERT ON placement FOR EACH ROW
    UPDATE shift s JOIN need n ON n.id = s.need_id
    SET s.taken = s.taken + (NEW.state <> 'cancelled'), s.agreed = s.agreed + (NEW.state IN ('agreed', 'done', 'absent')),
        s.version = s.version + 1, n.version = n.version + 1
    WHERE s.id = NEW.shift_id;

CREATE TRIGGER placement_changes AFTER UPDATE ON placement FOR EACH ROW
    UPDATE shift s JOIN need n ON n.id = s.need_id
    SET s.taken = s.taken + (NEW.state <> 'cancelled') - (OLD.state <> 'cancelled'),
        s.agreed = s.agreed + (NEW.state IN ('agreed', 'done', 'absent')) - (OLD.state IN ('agreed', 'done', 'absent')),
        s.version = s.version + 1, n.version = n.version + 1
    WHERE s.id = NEW.shift_id AND NEW.state <> OLD.state;

CREATE TRIGGER placement_frees AFTER DELETE ON placement FOR EACH ROW
    UPDATE shift s JOIN need n ON n.id = s.need_id
    SET s.taken = s.taken - (OLD.state <> 'cancelled'), s.agreed = s.agreed - (OLD.state IN ('agreed', 'done', 'absent')),
        s.version = s.version + 1, n.version = n.version + 1
    WHERE s.id = OLD.shift_id;

-- Exchange rounds: periods, who takes part under which rules, and the visits of the plan.

-- draft: being made; collecting: workers answer; planning: a job runs; proposed: a plan stands; approving: employers
-- and hosts answer; published: told to all; closed.
CREATE TABLE round (
    id BINARY(16) NOT NULL PRIMARY KEY,
    group_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind ENUM('shadow', 'swap') NOT NULL DEFAULT 'swap',
    state ENUM('draft', 'collecting', 'planning', 'proposed', 'approving', 'published', 'closed') NOT NULL DEFAULT 'draft',
    max_visits SMALLINT NOT NULL DEFAULT 3,
    balanced TINYINT NOT NULL DEFAULT 1,
    overlap_days TINYINT NOT NULL DEFAULT 1,
    repeats TINYINT NOT NULL DEFAULT 0 COMMENT 'a centre seen in an earlier round again',
    answer_by DATE NULL COMMENT 'until then workers answer',
    min_gap SMALLINT NOT NULL DEFAULT 1,
    fair_target INT NOT NULL DEFAULT 0,
    fair_weight INT NOT NULL DEFAULT 0,
    created_by BINARY(16) NULL,
    published_at DATETIME(3) NULL,
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY round_group (group_code, id),
    CONSTRAINT round_group FOREIGN KEY (group_code) REFERENCES cooperation_group (code),
    CONSTRAINT round_creator FOREIGN KEY (created_by) REFERENCES account (id),
    CONSTRAINT round_rules CHECK (max_visits BETWEEN 0 AND 64 AND balanced IN (0, 1) AND min_gap BETWEEN 0 AND 64
        AND fair_target BETWEEN 0 AND 1000000000 AND fair_weight BETWEEN 0 AND 1000),
    CONSTRAINT round_kind CHECK ((kind = 'swap') = (balanced = 1)),
    CONSTRAINT round_overlap CHECK (overlap_days BETWEEN 0 AND 10 AND repeats IN (0, 1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE round_period (
    round_id BINARY(16) NOT NULL,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'such as 2027-W05',
    position SMALLINT NOT NULL COMMENT '0 to 63; more only while they are numbered anew',
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    PRIMARY KEY (round_id, code),
    UNIQUE KEY round_period_position (round_id, position),
    CONSTRAINT round_period_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_period_days CHECK (last_day >= first_day AND last_day <= first_day + INTERVAL 31 DAY),
    CONSTRAINT round_period_64 CHECK (position BETWEEN 0 AND 127)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE round_centre (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    takes_part TINYINT NOT NULL DEFAULT 1,
    guests SMALLINT NOT NULL DEFAULT 1,
    away SMALLINT NOT NULL DEFAULT 1,
    min_send SMALLINT NOT NULL DEFAULT 0,
    min_host SMALLINT NOT NULL DEFAULT 0,
    PRIMARY KEY (round_id, centre_code),
    KEY round_centre_centre (centre_code),
    CONSTRAINT round_centre_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_centre_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT round_centre_rules CHECK (guests >= 0 AND away >= 0 AND min_send >= 0 AND min_host >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE round_centre_closed (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    period_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (round_id, centre_code, period_code),
    KEY round_centre_closed_period (round_id, period_code),
    CONSTRAINT round_centre_closed_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE,
    CONSTRAINT round_centre_closed_period FOREIGN KEY (round_id, period_code)
        REFERENCES round_period (round_id, code) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The skills a guest can learn at a centre in this round.
CREATE TABLE round_centre_offer (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (round_id, centre_code, skill_code),
    KEY round_centre_offer_skill (skill_code),
    CONSTRAINT round_centre_offer_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE,
    CONSTRAINT round_centre_offer_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE round_worker (
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    home_centre VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    takes_part TINYINT NOT NULL DEFAULT 1,
    is_lead TINYINT NOT NULL DEFAULT 0 COMMENT 'may lead an open day',
    check_promised TINYINT NOT NULL DEFAULT 0 COMMENT 'planned before the check is renewed',
    max_minutes SMALLINT NULL COMMENT 'the longest way to a host',
    asked_at DATETIME(3) NULL,
    answered_at DATETIME(3) NULL,
    PRIMARY KEY (round_id, person_id),
    KEY round_worker_person (person_id),
    KEY round_worker_home (round_id, home_centre),
    CONSTRAINT round_worker_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_worker_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT round_worker_home FOREIGN KEY (round_id, home_centre) REFERENCES round_centre (round_id, centre_code),
    CONSTRAINT round_worker_minutes CHECK (max_minutes BETWEEN 1 AND 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE round_worker_unavailable (
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    period_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (round_id, person_id, period_code),
    KEY round_worker_unavailable_period (round_id, period_code),
    CONSTRAINT round_worker_unavailable_worker FOREIGN KEY (round_id, person_id)
        REFERENCES round_worker (round_id, person_id) ON DELETE CASCADE,
    CONSTRAINT round_worker_unavailable_period FOREIGN KEY (round_id, period_code)
        REFERENCES round_period (round_id, code) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A worker's goals of learning: a skill and what it is worth, in points.
CREATE TABLE round_worker_want (
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    points INT NOT NULL,
    PRIMARY KEY (round_id, person_id, skill_code),
    KEY round_worker_want_skill (skill_code),
    CONSTRAINT round_worker_want_worker FOREIGN KEY (round_id, person_id)
        REFERENCES round_worker (round_id, person_id) ON DELETE CASCADE,
    CONSTRAINT round_worker_want_skill FOREIGN KEY (skill_code) REFERENCES skill (code),
    CONSTRAINT round_worker_want_points CHECK (points BETWEEN 0 AND 1000000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A worker at a host for one period. A pin is a visit that planning must keep.
CREATE TABLE visit (
    id BINARY(16) NOT NULL PRIMARY KEY,
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    period_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    pinned TINYINT NOT NULL DEFAULT 0,
    version INT NOT NULL DEFAULT 1,
    employer_agreed_at DATETIME(3) NULL COMMENT 'the home centre lets the worker go',
    employer_agreed_by BINARY(16) NULL,
    host_agreed_at DATETIME(3) NULL COMMENT 'the host takes the guest',
    host_agreed_by BINARY(16) NULL,
    UNIQUE KEY visit_one_place (round_id, person_id, period_code),
    UNIQUE KEY visit_host_once (round_id, person_id, centre_code),
    KEY visit_person (person_id),
    KEY visit_centre (round_id, centre_code, period_code),
    KEY visit_period (round_id, period_code),
    CONSTRAINT visit_worker FOREIGN KEY (round_id, person_id) REFERENCES round_worker (round_id, person_id),
    CONSTRAINT visit_host FOREIGN KEY (round_id, centre_code) REFERENCES round_centre (round_id, centre_code),
    CONSTRAINT visit_period FOREIGN KEY (round_id, period_code) REFERENCES round_period (round_id, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Pairing everybody at once: a proposal that a coordinator or specialist reads, edits and sends out as invitations.

-- One proposal over the open needs of a group or of a municipality. working: its job has not ended; ready: to be read;
-- failed, cancelled: it never came to be. What it is worth is counted in seats (weighted by urgency) before points.
CREATE TABLE pairing (
    id BINARY(16) NOT NULL PRIMARY KEY,
    group_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NULL,
    scope VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'whichever of the two is set',
    state ENUM('working', 'ready', 'failed', 'cancelled') NOT NULL DEFAULT 'working',
    version INT NOT NULL DEFAULT 1,
    people INT NOT NULL DEFAULT 0 COMMENT 'who were looked at',
    needs INT NOT NULL DEFAULT 0,
    seats INT NOT NULL DEFAULT 0 COMMENT 'open ones',
    filled INT NOT NULL DEFAULT 0,
    worth BIGINT NOT NULL DEFAULT 0 COMMENT 'of the filled seats, by urgency',
    bound_worth BIGINT NOT NULL DEFAULT 0,
    score BIGINT NOT NULL DEFAULT 0,
    bound_score BIGINT NOT NULL DEFAULT 0,
    advice MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'whom to look for: the service''s own text',
    created_by BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    solved_at DATETIME(3) NULL,
    busy_scope VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin AS (IF(state = 'working', scope, NULL)) STORED,
    UNIQUE KEY pairing_one_at_a_time (busy_scope),
    KEY pairing_scope (scope, id),
    KEY pairing_created (created_at),
    KEY pairing_group (group_code),
    KEY pairing_municipality (municipality_code),
    CONSTRAINT pairing_group FOREIGN KEY (group_code) REFERENCES cooperation_group (code),
    CONSTRAINT pairing_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT pairing_creator FOREIGN KEY (created_by) REFERENCES account (id),
    CONSTRAINT pairing_scope CHECK ((group_code IS NULL) <> (municipality_code IS NULL)
        AND scope = COALESCE(group_code, municipality_code)),
    CONSTRAINT pairing_bounds CHECK (bound_worth >= worth AND filled BETWEEN 0 AND seats)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- One person on one shift. `invitation_id`: it went out; what became of it is the invitation's own state.
CREATE TABLE pairing_pair (
    pairing_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    need_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL,
    score INT NOT NULL,
    parts VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the service''s own text',
    flags INT NOT NULL DEFAULT 0,
    invitation_id BINARY(16) NULL,
    PRIMARY KEY (pairing_id, person_id, shift_id),
    KEY pairing_pair_person (person_id),
    KEY pairing_pair_need (need_id),
    KEY pairing_pair_shift (shift_id),
    KEY pairing_pair_invitation (invitation_id),
    CONSTRAINT pairing_pair_pairing FOREIGN KEY (pairing_id) REFERENCES pairing (id) ON DELETE CASCADE,
    CONSTRAINT pairing_pair_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT pairing_pair_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT pairing_pair_shift FOREIGN KEY (shift_id) REFERENCES shift (id),
    CONSTRAINT pairing_pair_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What the coordinator said: this person on this shift stays (pin), or never for this need (forbid; no shift).
CREATE TABLE pairing_rule (
    pairing_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    need_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL COMMENT 'zeros: all shifts of the need',
    kind ENUM('pin', 'forbid') NOT NULL,
    PRIMARY KEY (pairing_id, person_id, need_id, shift_id),
    KEY pairing_rule_person (person_id),
    KEY pairing_rule_need (need_id),
    CONSTRAINT pairing_rule_pairing FOREIGN KEY (pairing_id) REFERENCES pairing (id) ON DELETE CASCADE,
    CONSTRAINT pairing_rule_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT pairing_rule_need FOREIGN KEY (need_id) REFERENCES need (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Seats that nobody is proposed for, and what is missing there.
CREATE TABLE pairing_open (
    pairing_id BINARY(16) NOT NULL,
    need_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL,
    seats SMALLINT NOT NULL,
    missing TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the service''s own text',
    PRIMARY KEY (pairing_id, shift_id),
    KEY pairing_open_need (need_id),
    KEY pairing_open_shift (shift_id),
    CONSTRAINT pairing_open_pairing FOREIGN KEY (pairing_id) REFERENCES pairing (id) ON DELETE CASCADE,
    CONSTRAINT pairing_open_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT pairing_open_shift FOREIGN KEY (shift_id) REFERENCES shift (id),
    CONSTRAINT pairing_open_seats CHECK (seats > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Weights of the table of points (services/round_fit.c) that a coordinator has set; a part without a row has its
-- standard.
CREATE TABLE round_weight (
    round_id BINARY(16) NOT NULL,
    part VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    points INT NOT NULL,
    PRIMARY KEY (round_id, part),
    CONSTRAINT round_weight_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_weight_points CHECK (points BETWEEN 0 AND 10000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The open days of a week at a centre in this round, and who must be there. A centre without rows has told nothing.
CREATE TABLE round_staffing (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day TINYINT NOT NULL COMMENT '1 is Monday',
    opens_minute SMALLINT NOT NULL,
    closes_minute SMALLINT NOT NULL,
    staff SMALLINT NOT NULL DEFAULT 1,
    own SMALLINT NOT NULL DEFAULT 0 COMMENT 'of them its own: a guest does not do',
    leads SMALLINT NOT NULL DEFAULT 0 COMMENT 'of its own those who may lead',
    PRIMARY KEY (round_id, centre_code, day),
    CONSTRAINT round_staffing_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE,
    CONSTRAINT round_staffing_day CHECK (day BETWEEN 1 AND 7),
    CONSTRAINT round_staffing_hours CHECK (opens_minute >= 0 AND opens_minute < closes_minute
        AND closes_minute <= 1440),
    CONSTRAINT round_staffing_numbers CHECK (staff BETWEEN 0 AND 100 AND own BETWEEN 0 AND 100
        AND leads BETWEEN 0 AND 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Weekdays that would be open, but are not: holidays, repairs.
CREATE TABLE round_closed_day (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day DATE NOT NULL,
    PRIMARY KEY (round_id, centre_code, day),
    CONSTRAINT round_closed_day_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Languages that the work at a centre is done in.
CREATE TABLE round_centre_language (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('certificate', 'language', 'interest', 'age_group', 'bring') NOT NULL DEFAULT 'language',
    code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (round_id, centre_code, code),
    KEY round_centre_language_word (kind, code),
    CONSTRAINT round_centre_language_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE,
    CONSTRAINT round_centre_language_word FOREIGN KEY (kind, code) REFERENCES word (kind, code),
    CONSTRAINT round_centre_language_kind CHECK (kind = 'language')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Days on which a worker cannot travel, by the worker's own answer or the coordinator's.
CREATE TABLE round_day_off (
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    at_work TINYINT NOT NULL DEFAULT 0 COMMENT '1: at work at home, so counts as cover there',
    PRIMARY KEY (round_id, person_id, first_day),
    CONSTRAINT round_day_off_worker FOREIGN KEY (round_id, person_id)
        REFERENCES round_worker (round_id, person_id) ON DELETE CASCADE,
    CONSTRAINT round_day_off_days CHECK (last_day >= first_day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Plans that a run made or somebody kept, to be compared and chosen from. Periods and centres may have gone since.
CREATE TABLE proposal (
    id BINARY(16) NOT NULL PRIMARY KEY,
    round_id BINARY(16) NOT NULL,
    name VARCHAR(120) NULL COMMENT 'null: made by a planning run',
    created_by BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    result ENUM('optimal', 'feasible') NULL COMMENT 'of the run',
    objective BIGINT NOT NULL COMMENT 'under the rules and weights of then',
    bound BIGINT NULL,
    legal TINYINT NOT NULL,
    KEY proposal_round (round_id, id),
    KEY proposal_creator (created_by),
    CONSTRAINT proposal_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT proposal_creator FOREIGN KEY (created_by) REFERENCES account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE proposal_visit (
    proposal_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    period_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    pinned TINYINT NOT NULL DEFAULT 0,
    PRIMARY KEY (proposal_id, person_id, period_code),
    KEY proposal_visit_person (person_id),
    CONSTRAINT proposal_visit_proposal FOREIGN KEY (proposal_id) REFERENCES proposal (id) ON DELETE CASCADE,
    CONSTRAINT proposal_visit_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- "Jäin haigeks", "Ei sobi": told by the worker of a visit as it stood. Settled once that visit stands no more.
CREATE TABLE visit_report (
    visit_id BINARY(16) NOT NULL PRIMARY KEY,
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    period_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason ENUM('ill', 'family', 'work', 'transport', 'other') NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY visit_report_round (round_id, created_at),
    KEY visit_report_person (person_id),
    CONSTRAINT visit_report_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT visit_report_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The learning journal of a visit: a goal before it, three answers after. It stays with the worker when the visit
-- moves.
CREATE TABLE visit_journal (
    visit_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    goal VARCHAR(1000) NULL,
    learned VARCHAR(2000) NULL,
    take_home VARCHAR(2000) NULL,
    for_host VARCHAR(2000) NULL,
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    PRIMARY KEY (visit_id, person_id),
    KEY visit_journal_person (person_id),
    CONSTRAINT visit_journal_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The need that an uncovered day of a round has become.
CREATE TABLE round_cover_need (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day DATE NOT NULL,
    need_id BINARY(16) NOT NULL,
    PRIMARY KEY (round_id, centre_code, day),
    KEY round_cover_need_need (need_id),
    CONSTRAINT round_cover_need_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE,
    CONSTRAINT round_cover_need_need FOREIGN KEY (need_id) REFERENCES need (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What a published round adds to the ledger of its municipalities; each change of its visits writes it anew.
CREATE TABLE round_ledger (
    round_id BINARY(16) NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    days_sent INT NOT NULL,
    days_hosted INT NOT NULL,
    travelled_m BIGINT NOT NULL,
    PRIMARY KEY (round_id, municipality_code),
    KEY round_ledger_municipality (municipality_code),
    CONSTRAINT round_ledger_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_ledger_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT round_ledger_numbers CHECK (days_sent >= 0 AND days_hosted >= 0 AND travelled_m >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What every change leaves behind (change_entry, audit, outbox), and long work (job).

-- What memory must learn. Rows become visible out of order, so followers read from their cursor minus 30 s.
CREATE TABLE change_entry (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind ENUM('person', 'need', 'invitation', 'offer', 'placement', 'check', 'round', 'job', 'session', 'account',
        'region', 'pairing') NOT NULL,
    subject_id BINARY(16) NOT NULL,
    person_id BINARY(16) NULL COMMENT 'whose own page it concerns',
    need_id BINARY(16) NULL COMMENT 'of invitations, offers and placements',
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'whose views it concerns',
    at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY change_entry_at (at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Who did what, and who saw whose data. No foreign keys: it outlives what it speaks of.
CREATE TABLE audit (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    actor_account BINARY(16) NULL,
    actor_person BINARY(16) NULL,
    actor_role VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'and its scope, as manager:kehra',
    action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject_id BINARY(16) NULL,
    person_id BINARY(16) NULL COMMENT 'whose data it touched or showed',
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    request VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the label of the request, as in the log',
    KEY audit_person (person_id, id),
    KEY audit_account (actor_account, id),
    KEY audit_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Letters to send: one per event and recipient. waiting -> leased -> sent or failed (given up).
CREATE TABLE outbox (
    id BINARY(16) NOT NULL PRIMARY KEY COMMENT 'of the Message-ID: a second delivery shows as one',
    event VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    about_id BINARY(16) NOT NULL,
    recipient VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    occasion BIGINT NOT NULL DEFAULT 0 COMMENT 'the version of what it is about, where an event may come again',
    language ENUM('et', 'ru', 'en') NOT NULL,
    secret VARCHAR(86) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'a link token, erased once sent',
    state ENUM('waiting', 'leased', 'sent', 'failed') NOT NULL DEFAULT 'waiting',
    not_before DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    lease_until DATETIME(3) NULL,
    lease_owner BINARY(16) NULL,
    attempts SMALLINT NOT NULL DEFAULT 0,
    failure VARCHAR(200) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    sent_at DATETIME(3) NULL,
    UNIQUE KEY outbox_once_each (event, about_id, recipient, occasion),
    KEY outbox_due (state, not_before),
    CONSTRAINT outbox_secret CHECK (secret IS NULL OR state IN ('waiting', 'leased')),
    CONSTRAINT outbox_lease CHECK ((state = 'leased') = (lease_until IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What a letter speaks of besides its about_id: further placements, or visits that have fallen away.
CREATE TABLE outbox_item (
    outbox_id BINARY(16) NOT NULL,
    item_id BINARY(16) NOT NULL,
    PRIMARY KEY (outbox_id, item_id),
    CONSTRAINT outbox_item_letter FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Visits taken out of a published round, so that the worker's calendar can be told. `version` is that of the removal.
CREATE TABLE visit_removed (
    id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    version INT NOT NULL,
    removed_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (id, person_id),
    KEY visit_removed_person (person_id),
    KEY visit_removed_round (round_id),
    KEY visit_removed_centre (centre_code),
    CONSTRAINT visit_removed_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT visit_removed_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT visit_removed_centre FOREIGN KEY (centre_code) REFERENCES centre (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Long work that one instance at a time holds by a lease. `result` is the service's own text.
CREATE TABLE job (
    id BINARY(16) NOT NULL PRIMARY KEY,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject_id BINARY(16) NOT NULL,
    state ENUM('waiting', 'running', 'done', 'failed', 'cancelled') NOT NULL DEFAULT 'waiting',
    progress SMALLINT NOT NULL DEFAULT 0 COMMENT 'in thousandths',
    objective BIGINT NULL,
    bound BIGINT NULL,
    cancel_requested TINYINT NOT NULL DEFAULT 0,
    parameters TEXT NULL,
    result MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    failure VARCHAR(200) NULL,
    lease_owner BINARY(16) NULL,
    lease_until DATETIME(3) NULL,
    attempts SMALLINT NOT NULL DEFAULT 0,
    created_by BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    finished_at DATETIME(3) NULL,
    busy_subject BINARY(16) AS (IF(state IN ('waiting', 'running'), subject_id, NULL)) STORED,
    UNIQUE KEY job_one_at_a_time (kind, busy_subject),
    KEY job_due (state, lease_until),
    KEY job_subject (kind, subject_id, id),
    CONSTRAINT job_progress CHECK (progress BETWEEN 0 AND 1000),
    CONSTRAINT job_lease CHECK ((state = 'running') = (lease_until IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- What has been applied; db/migrate.c makes this one.
CREATE TABLE migration (
    number INT NOT NULL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    applied_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
