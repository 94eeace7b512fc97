-- Plans that a run made or somebody kept, to be compared and chosen from. Periods and centres may have gone since.
CREATE TABLE IF NOT EXISTS proposal (
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

CREATE TABLE IF NOT EXISTS proposal_visit (
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
