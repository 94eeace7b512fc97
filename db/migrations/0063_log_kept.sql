-- R10: who did what and who saw whose data is kept as long as what was agreed, then no longer.
INSERT INTO setting (name, value) VALUES ('log_months', '36') ON DUPLICATE KEY UPDATE value = value;
