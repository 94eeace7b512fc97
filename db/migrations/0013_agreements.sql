-- What employers and hosts have agreed to ("Sobib"): that a worker covers elsewhere, and each visit of a plan from both
-- sides before a round is published.

ALTER TABLE membership
    ADD COLUMN IF NOT EXISTS cover_agreed TINYINT NOT NULL DEFAULT 0
        COMMENT 'workers: the employer agrees that they cover at other centres',
    ADD COLUMN IF NOT EXISTS cover_agreed_by BINARY(16) NULL;

ALTER TABLE visit
    ADD COLUMN IF NOT EXISTS employer_agreed_at DATETIME(3) NULL COMMENT 'the home centre lets the worker go',
    ADD COLUMN IF NOT EXISTS employer_agreed_by BINARY(16) NULL,
    ADD COLUMN IF NOT EXISTS host_agreed_at DATETIME(3) NULL COMMENT 'the host takes the guest',
    ADD COLUMN IF NOT EXISTS host_agreed_by BINARY(16) NULL;

-- What is published was agreed by telephone.
UPDATE visit v JOIN round r ON r.id = v.round_id
    SET v.employer_agreed_at = r.published_at, v.host_agreed_at = r.published_at
    WHERE r.state IN ('published', 'closed') AND v.host_agreed_at IS NULL;
