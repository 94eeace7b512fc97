-- What a round asks for besides who and when: of which kind it is, who must be at work on which day, what workers have
-- answered, and what a visit is worth.

ALTER TABLE round
    ADD COLUMN IF NOT EXISTS kind ENUM('shadow', 'swap') NOT NULL DEFAULT 'swap' AFTER name,
    ADD COLUMN IF NOT EXISTS overlap_days TINYINT NOT NULL DEFAULT 1 AFTER balanced,
    ADD COLUMN IF NOT EXISTS repeats TINYINT NOT NULL DEFAULT 0 COMMENT 'a centre seen in an earlier round again' AFTER overlap_days,
    ADD COLUMN IF NOT EXISTS answer_by DATE NULL COMMENT 'until then workers answer' AFTER repeats;

-- A swap is what has as many guests as workers away.
UPDATE round SET kind = IF(balanced = 1, 'swap', 'shadow');

ALTER TABLE round
    DROP CONSTRAINT IF EXISTS round_kind,
    ADD CONSTRAINT round_kind CHECK ((kind = 'swap') = (balanced = 1)),
    DROP CONSTRAINT IF EXISTS round_overlap,
    ADD CONSTRAINT round_overlap CHECK (overlap_days BETWEEN 0 AND 10 AND repeats IN (0, 1));

ALTER TABLE round_worker
    ADD COLUMN IF NOT EXISTS is_lead TINYINT NOT NULL DEFAULT 0 COMMENT 'may lead an open day',
    ADD COLUMN IF NOT EXISTS check_promised TINYINT NOT NULL DEFAULT 0 COMMENT 'planned before the check is renewed',
    ADD COLUMN IF NOT EXISTS max_minutes SMALLINT NULL COMMENT 'the longest way to a host',
    ADD COLUMN IF NOT EXISTS asked_at DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS answered_at DATETIME(3) NULL,
    DROP CONSTRAINT IF EXISTS round_worker_minutes,
    ADD CONSTRAINT round_worker_minutes CHECK (max_minutes BETWEEN 1 AND 1440);

-- Weights of the table of points (services/round_fit.c) that a coordinator has set; a part without a row has its
-- standard.
CREATE TABLE IF NOT EXISTS round_weight (
    round_id BINARY(16) NOT NULL,
    part VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    points INT NOT NULL,
    PRIMARY KEY (round_id, part),
    CONSTRAINT round_weight_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_weight_points CHECK (points BETWEEN 0 AND 10000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The open days of a week at a centre in this round, and who must be there. A centre without rows has told nothing.
CREATE TABLE IF NOT EXISTS round_staffing (
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
CREATE TABLE IF NOT EXISTS round_closed_day (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day DATE NOT NULL,
    PRIMARY KEY (round_id, centre_code, day),
    CONSTRAINT round_closed_day_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Languages that the work at a centre is done in.
CREATE TABLE IF NOT EXISTS round_centre_language (
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
CREATE TABLE IF NOT EXISTS round_day_off (
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
