-- R10: what was agreed and the hours of it are kept for three years after the shift, the time in which claims lapse.
INSERT INTO setting (name, value) VALUES ('agreement_months', '36') ON DUPLICATE KEY UPDATE value = value;

ALTER TABLE placement ADD KEY IF NOT EXISTS placement_ended (ends_at);
ALTER TABLE invitation ADD KEY IF NOT EXISTS invitation_created (created_at);
ALTER TABLE offer ADD KEY IF NOT EXISTS offer_created (created_at);
