-- Exchange rounds: periods, who takes part under which rules, and the visits of the plan.

-- draft: being made; collecting: workers answer; planning: a job runs; proposed: a plan stands; approving: employers
-- and hosts answer; published: told to all; closed.
CREATE TABLE IF NOT EXISTS round (
    id BINARY(16) NOT NULL PRIMARY KEY,
    group_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(120) NOT NULL,
    state ENUM('draft', 'collecting', 'planning', 'proposed', 'approving', 'published', 'closed') NOT NULL DEFAULT 'draft',
    max_visits SMALLINT NOT NULL DEFAULT 3,
    balanced TINYINT NOT NULL DEFAULT 1,
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
        AND fair_target BETWEEN 0 AND 1000000000 AND fair_weight BETWEEN 0 AND 1000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS round_period (
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

CREATE TABLE IF NOT EXISTS round_centre (
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

CREATE TABLE IF NOT EXISTS round_centre_closed (
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
CREATE TABLE IF NOT EXISTS round_centre_offer (
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    skill_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (round_id, centre_code, skill_code),
    KEY round_centre_offer_skill (skill_code),
    CONSTRAINT round_centre_offer_centre FOREIGN KEY (round_id, centre_code)
        REFERENCES round_centre (round_id, centre_code) ON DELETE CASCADE,
    CONSTRAINT round_centre_offer_skill FOREIGN KEY (skill_code) REFERENCES skill (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS round_worker (
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    home_centre VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    takes_part TINYINT NOT NULL DEFAULT 1,
    PRIMARY KEY (round_id, person_id),
    KEY round_worker_person (person_id),
    KEY round_worker_home (round_id, home_centre),
    CONSTRAINT round_worker_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT round_worker_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT round_worker_home FOREIGN KEY (round_id, home_centre) REFERENCES round_centre (round_id, centre_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS round_worker_unavailable (
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
CREATE TABLE IF NOT EXISTS round_worker_want (
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
CREATE TABLE IF NOT EXISTS visit (
    id BINARY(16) NOT NULL PRIMARY KEY,
    round_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    period_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    pinned TINYINT NOT NULL DEFAULT 0,
    version INT NOT NULL DEFAULT 1,
    UNIQUE KEY visit_one_place (round_id, person_id, period_code),
    UNIQUE KEY visit_host_once (round_id, person_id, centre_code),
    KEY visit_person (person_id),
    KEY visit_centre (round_id, centre_code, period_code),
    KEY visit_period (round_id, period_code),
    CONSTRAINT visit_worker FOREIGN KEY (round_id, person_id) REFERENCES round_worker (round_id, person_id),
    CONSTRAINT visit_host FOREIGN KEY (round_id, centre_code) REFERENCES round_centre (round_id, centre_code),
    CONSTRAINT visit_period FOREIGN KEY (round_id, period_code) REFERENCES round_period (round_id, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
