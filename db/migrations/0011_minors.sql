-- People of 13 to 17 (R5): a worker is responsible on the spot, and the shift is outside school hours. People under 14
-- on the day have no background check (R1: criminal liability starts at 14).

ALTER TABLE need
    ADD COLUMN IF NOT EXISTS responsible VARCHAR(120) NULL
        COMMENT 'the worker who is there at its shifts and answers for minors; null: nobody named' AFTER contact;

-- Until now whoever met the helper was the centre's worker.
UPDATE need SET responsible = contact WHERE responsible IS NULL AND contact IS NOT NULL;

-- Days without school, breaks and public holidays alike; Saturdays and Sundays need no row. A year without rows is
-- taken as school from Monday to Friday. Schools may have breaks of their own: the rows are an operator's to change.
CREATE TABLE IF NOT EXISTS school_free (
    first_day DATE NOT NULL PRIMARY KEY,
    last_day DATE NOT NULL,
    name VARCHAR(60) NOT NULL,
    CONSTRAINT school_free_days CHECK (last_day >= first_day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

INSERT INTO school_free (first_day, last_day, name) VALUES
    ('2026-06-10', '2026-08-31', 'suvevaheaeg'),
    ('2026-10-26', '2026-11-01', 'sügisvaheaeg'),
    ('2026-12-21', '2027-01-03', 'jõuluvaheaeg'),
    ('2027-02-22', '2027-02-28', 'talvevaheaeg'),
    ('2027-03-26', '2027-03-26', 'suur reede'),
    ('2027-04-12', '2027-04-18', 'kevadvaheaeg'),
    ('2027-06-09', '2027-08-31', 'suvevaheaeg')
ON DUPLICATE KEY UPDATE last_day = VALUES(last_day), name = VALUES(name);

INSERT INTO setting (name, value) VALUES
    ('school_from_minute', '480'),
    ('school_to_minute', '900')
ON DUPLICATE KEY UPDATE value = value;

ALTER TABLE placement
    ADD COLUMN IF NOT EXISTS young TINYINT NOT NULL DEFAULT 0
        COMMENT 'under 14 on the day of the shift: no check is made (R1)' AFTER check_until,
    ADD COLUMN IF NOT EXISTS supervised TINYINT NOT NULL DEFAULT 0
        COMMENT 'a worker is responsible on the spot, at hours when a minor may be there (R5)' AFTER permission_until;

-- What was agreed while a centre was taken to be open only with its worker there stays so until it is judged again.
UPDATE placement SET supervised = 1 WHERE minor = 1 AND state IN ('agreed', 'done');

ALTER TABLE placement
    DROP CONSTRAINT IF EXISTS placement_checked,
    DROP CONSTRAINT IF EXISTS placement_supervised,
    ADD CONSTRAINT placement_checked CHECK (state NOT IN ('agreed', 'done') OR children = 0 OR young = 1
        OR check_id IS NOT NULL AND check_result IS NOT NULL AND check_result = 'permitted'
            AND check_from IS NOT NULL AND check_from <= day AND check_until IS NOT NULL AND check_until >= day),
    ADD CONSTRAINT placement_supervised CHECK (state NOT IN ('agreed', 'done') OR minor = 0 OR supervised = 1);
