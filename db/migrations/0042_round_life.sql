-- What becomes of a published plan: reports, journals, cover, and the ledger.

-- "Jäin haigeks", "Ei sobi": told by the worker of a visit as it stood. Settled once that visit stands no more.
CREATE TABLE IF NOT EXISTS visit_report (
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
CREATE TABLE IF NOT EXISTS visit_journal (
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
CREATE TABLE IF NOT EXISTS round_cover_need (
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
CREATE TABLE IF NOT EXISTS round_ledger (
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
