-- Ways between two centres that the rule (great circle x 1.3) gets wrong, round a bay or a bog. Both ways; written once,
-- the lesser code first.
CREATE TABLE IF NOT EXISTS travel (
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
