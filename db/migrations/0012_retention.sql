-- R10: after 24 months without a sign of life a letter asks whether a profile is to stay; who does not answer is
-- forgotten. Signing in, answering, and the letter's own button are signs of life.

ALTER TABLE person
    ADD COLUMN IF NOT EXISTS active_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
        COMMENT 'the last sign of life, to a day' AFTER version,
    ADD COLUMN IF NOT EXISTS stay_asked_at DATETIME(3) NULL
        COMMENT 'the letter that asks whether the profile is to stay; null: not asked since' AFTER active_at,
    ADD KEY IF NOT EXISTS person_active (active_at),
    ADD KEY IF NOT EXISTS person_stay_asked (stay_asked_at);

UPDATE person SET active_at = updated_at, updated_at = updated_at WHERE stay_asked_at IS NULL;

ALTER TABLE link MODIFY purpose ENUM('sign_in', 'guardian', 'invitation', 'password', 'stay') NOT NULL;

INSERT INTO setting (name, value) VALUES
    ('inactive_months', '24'),
    ('stay_answer_days', '30'),
    ('guardian_ask_days', '17')
ON DUPLICATE KEY UPDATE value = value;
