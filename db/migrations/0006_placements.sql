-- Background checks and placements: the invariants that must hold whatever the service does.

-- What may be known of a check (R2): when, by whom, with which result, on what ground, under which reference.
CREATE TABLE IF NOT EXISTS background_check (
    id BINARY(16) NOT NULL PRIMARY KEY,
    person_id BINARY(16) NOT NULL,
    checked_on DATE NOT NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the institution that checked (R3)',
    result ENUM('permitted', 'prohibited') NOT NULL,
    basis ENUM('register_query', 'institution_query', 'accepted_from_other') NOT NULL DEFAULT 'register_query',
    reference VARCHAR(60) NULL,
    valid_until DATE NOT NULL,
    recorded_by BINARY(16) NULL,
    recorded_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY background_check_person (person_id, checked_on),
    KEY background_check_municipality (municipality_code),
    UNIQUE KEY background_check_copied (id, person_id, result, checked_on, valid_until),
    CONSTRAINT background_check_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT background_check_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT background_check_recorder FOREIGN KEY (recorded_by) REFERENCES account (id),
    CONSTRAINT background_check_year CHECK (valid_until >= checked_on AND valid_until <= checked_on + INTERVAL 1 YEAR)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A person in a seat. awaiting: wanted by both, something is missing (a check, a guardian's permission); agreed;
-- done and absent: after the shift; cancelled: frees the seat and the person.
-- Copied columns let a CHECK see other rows: composite foreign keys keep them equal to their origin.
CREATE TABLE IF NOT EXISTS placement (
    id BINARY(16) NOT NULL PRIMARY KEY,
    shift_id BINARY(16) NOT NULL,
    need_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    person_id BINARY(16) NOT NULL,
    state ENUM('awaiting', 'agreed', 'done', 'absent', 'cancelled') NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    day DATE AS (DATE(starts_at + INTERVAL IF(
        starts_at >= CAST(CONCAT(YEAR(starts_at), '-03-31 01:00') AS DATETIME)
            - INTERVAL (WEEKDAY(CAST(CONCAT(YEAR(starts_at), '-03-31') AS DATE)) + 1) MOD 7 DAY
        AND starts_at < CAST(CONCAT(YEAR(starts_at), '-10-31 01:00') AS DATETIME)
            - INTERVAL (WEEKDAY(CAST(CONCAT(YEAR(starts_at), '-10-31') AS DATE)) + 1) MOD 7 DAY, 3, 2) HOUR)) STORED,
    held_by BINARY(16) AS (IF(state = 'cancelled', NULL, person_id)) STORED,
    children TINYINT NOT NULL COMMENT 'copied from the need',
    check_id BINARY(16) NULL,
    check_result ENUM('permitted', 'prohibited') NULL COMMENT 'copied from the check',
    check_from DATE NULL COMMENT 'copied from the check',
    check_until DATE NULL COMMENT 'copied from the check',
    minor TINYINT NOT NULL COMMENT 'under 18 on the day of the shift',
    permission_id BINARY(16) NULL,
    permission_until DATE NULL COMMENT 'copied from the permission',
    invitation_id BINARY(16) NULL,
    offer_id BINARY(16) NULL,
    minutes SMALLINT NULL COMMENT 'worked, once done',
    cancelled_by ENUM('person', 'centre', 'service') NULL,
    cancel_reason ENUM('ill', 'busy', 'transport', 'mistake', 'other') NULL,
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    PERIOD FOR span (starts_at, ends_at),
    UNIQUE KEY placement_no_double_booking (held_by, span WITHOUT OVERLAPS),
    KEY placement_person (person_id, starts_at),
    KEY placement_centre (centre_code, starts_at),
    KEY placement_shift (shift_id, need_id, starts_at, ends_at),
    KEY placement_need (need_id, centre_code, children),
    KEY placement_check (check_id, person_id, check_result, check_from, check_until),
    KEY placement_permission (permission_id, person_id, centre_code, permission_until),
    CONSTRAINT placement_shift FOREIGN KEY (shift_id, need_id, starts_at, ends_at)
        REFERENCES shift (id, need_id, starts_at, ends_at),
    CONSTRAINT placement_need FOREIGN KEY (need_id, centre_code, children)
        REFERENCES need (id, centre_code, children),
    CONSTRAINT placement_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT placement_check FOREIGN KEY (check_id, person_id, check_result, check_from, check_until)
        REFERENCES background_check (id, person_id, result, checked_on, valid_until),
    CONSTRAINT placement_permission FOREIGN KEY (permission_id, person_id, centre_code, permission_until)
        REFERENCES guardian_permission (id, person_id, centre_code, valid_until),
    CONSTRAINT placement_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id),
    CONSTRAINT placement_offer FOREIGN KEY (offer_id) REFERENCES offer (id),
    CONSTRAINT placement_checked CHECK (state NOT IN ('agreed', 'done') OR children = 0
        OR check_id IS NOT NULL AND check_result IS NOT NULL AND check_result = 'permitted'
            AND check_from IS NOT NULL AND check_from <= day AND check_until IS NOT NULL AND check_until >= day),
    CONSTRAINT placement_permitted CHECK (state NOT IN ('agreed', 'done') OR minor = 0
        OR permission_id IS NOT NULL AND permission_until IS NOT NULL AND permission_until >= day),
    CONSTRAINT placement_hours CHECK (minutes IS NULL OR minutes BETWEEN 0 AND 1440 AND state = 'done'),
    CONSTRAINT placement_cancelled CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- The seats of a shift follow its placements; the versions change with them, for readers and for clusters.
CREATE OR REPLACE TRIGGER placement_takes AFTER INSERT ON placement FOR EACH ROW
    UPDATE shift s JOIN need n ON n.id = s.need_id
    SET s.taken = s.taken + (NEW.state <> 'cancelled'), s.agreed = s.agreed + (NEW.state IN ('agreed', 'done', 'absent')),
        s.version = s.version + 1, n.version = n.version + 1
    WHERE s.id = NEW.shift_id;

CREATE OR REPLACE TRIGGER placement_changes AFTER UPDATE ON placement FOR EACH ROW
    UPDATE shift s JOIN need n ON n.id = s.need_id
    SET s.taken = s.taken + (NEW.state <> 'cancelled') - (OLD.state <> 'cancelled'),
        s.agreed = s.agreed + (NEW.state IN ('agreed', 'done', 'absent')) - (OLD.state IN ('agreed', 'done', 'absent')),
        s.version = s.version + 1, n.version = n.version + 1
    WHERE s.id = NEW.shift_id AND NEW.state <> OLD.state;

CREATE OR REPLACE TRIGGER placement_frees AFTER DELETE ON placement FOR EACH ROW
    UPDATE shift s JOIN need n ON n.id = s.need_id
    SET s.taken = s.taken - (OLD.state <> 'cancelled'), s.agreed = s.agreed - (OLD.state IN ('agreed', 'done', 'absent')),
        s.version = s.version + 1, n.version = n.version + 1
    WHERE s.id = OLD.shift_id;
