-- A municipality that relies on another's check (R3) records which one: the dates are that check's own, and it is relied
-- on once. Where the first is erased in time, the other stays with its dates.
ALTER TABLE background_check
    ADD COLUMN IF NOT EXISTS accepted_from BINARY(16) NULL COMMENT 'the check of another municipality that this one accepts',
    ADD UNIQUE KEY IF NOT EXISTS background_check_accepted_once (accepted_from, municipality_code);
ALTER TABLE background_check
    ADD CONSTRAINT background_check_source FOREIGN KEY IF NOT EXISTS (accepted_from) REFERENCES background_check (id)
    ON DELETE SET NULL;
