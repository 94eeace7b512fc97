-- Needs, their shifts, invitations and offers.

CREATE TABLE IF NOT EXISTS need (
    id BINARY(16) NOT NULL PRIMARY KEY,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    for_whom ENUM('volunteer', 'worker', 'either') NOT NULL DEFAULT 'volunteer',
    purpose ENUM('help', 'cover') NOT NULL DEFAULT 'help',
    role ENUM('helper', 'responsible') NOT NULL DEFAULT 'helper',
    activity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the skill or interest that names it',
    note VARCHAR(1000) NULL,
    note_language ENUM('et', 'ru', 'en') NULL,
    contact VARCHAR(60) NULL COMMENT 'first name of who meets the helper',
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

CREATE TABLE IF NOT EXISTS need_skill (
    need_id BINARY(16) NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    required TINYINT NOT NULL,
    PRIMARY KEY (need_id, skill_code),
    CONSTRAINT need_skill_need FOREIGN KEY (need_id) REFERENCES need (id) ON DELETE CASCADE,
    CONSTRAINT need_skill_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Required certificates, required and preferred languages (with level), age groups, what to bring.
CREATE TABLE IF NOT EXISTS need_word (
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
CREATE TABLE IF NOT EXISTS shift (
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
CREATE TABLE IF NOT EXISTS invitation (
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
    CONSTRAINT invitation_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT invitation_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT invitation_creator FOREIGN KEY (created_by) REFERENCES account (id),
    CONSTRAINT invitation_reason CHECK (decline_reason IS NULL OR state = 'declined')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS invitation_shift (
    invitation_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL,
    PRIMARY KEY (invitation_id, shift_id),
    KEY invitation_shift_shift (shift_id),
    CONSTRAINT invitation_shift_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id) ON DELETE CASCADE,
    CONSTRAINT invitation_shift_shift FOREIGN KEY (shift_id) REFERENCES shift (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- "Tulen appi": sent by the person; accepted and declined by the centre; withdrawn by the person.
CREATE TABLE IF NOT EXISTS offer (
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
    CONSTRAINT offer_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT offer_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT offer_answerer FOREIGN KEY (answered_by) REFERENCES account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS offer_shift (
    offer_id BINARY(16) NOT NULL,
    shift_id BINARY(16) NOT NULL,
    PRIMARY KEY (offer_id, shift_id),
    KEY offer_shift_shift (shift_id),
    CONSTRAINT offer_shift_offer FOREIGN KEY (offer_id) REFERENCES offer (id) ON DELETE CASCADE,
    CONSTRAINT offer_shift_shift FOREIGN KEY (shift_id) REFERENCES shift (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
