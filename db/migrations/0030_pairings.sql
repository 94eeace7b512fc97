-- Pairing everybody at once: a proposal that a coordinator or specialist reads, edits and sends out as invitations.

-- One proposal over the open needs of a group or of a municipality. working: its job has not ended; ready: to be read;
-- failed, cancelled: it never came to be. What it is worth is counted in seats (weighted by urgency) before points.
CREATE TABLE IF NOT EXISTS pairing (
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
CREATE TABLE IF NOT EXISTS pairing_pair (
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
CREATE TABLE IF NOT EXISTS pairing_rule (
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
CREATE TABLE IF NOT EXISTS pairing_open (
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

ALTER TABLE change_entry MODIFY kind ENUM('person', 'need', 'invitation', 'offer', 'placement', 'check', 'round', 'job',
    'session', 'account', 'region', 'pairing') NOT NULL;
