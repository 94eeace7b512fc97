-- R1: of a citizen of another country also a certificate of that country is needed. Kept is that it was seen, by whom
-- and of which date; never what stands in it, and never of which country.
ALTER TABLE person
    ADD COLUMN IF NOT EXISTS foreign_citizen TINYINT NOT NULL DEFAULT 0
        COMMENT 'a citizen of another country, as the person or the checking municipality says' AFTER language;

CREATE TABLE IF NOT EXISTS origin_certificate (
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

ALTER TABLE placement
    ADD COLUMN IF NOT EXISTS foreign_citizen TINYINT NOT NULL DEFAULT 0
        COMMENT 'as of the person when it was judged' AFTER young,
    ADD COLUMN IF NOT EXISTS origin_id BINARY(16) NULL AFTER foreign_citizen,
    ADD COLUMN IF NOT EXISTS origin_until DATE NULL COMMENT 'copied from the certificate' AFTER origin_id,
    ADD KEY IF NOT EXISTS placement_origin (origin_id, person_id, origin_until);
ALTER TABLE placement
    ADD CONSTRAINT placement_origin FOREIGN KEY IF NOT EXISTS (origin_id, person_id, origin_until)
    REFERENCES origin_certificate (id, person_id, valid_until);
ALTER TABLE placement
    DROP CONSTRAINT IF EXISTS placement_origin_shown,
    ADD CONSTRAINT placement_origin_shown CHECK (state NOT IN ('agreed', 'done') OR children = 0 OR young = 1
        OR foreign_citizen = 0
        OR origin_id IS NOT NULL AND origin_until IS NOT NULL AND origin_until >= day);
