-- R6: the personal code that a background check is made by. The person enters it through a mailed link; only the
-- municipality that checks may see it. The row goes with the result, or 14 days after it was asked for or entered.
CREATE TABLE IF NOT EXISTS personal_code (
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
