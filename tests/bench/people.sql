-- Ten thousand people: the invented ones of the region 24 times, each copy some way off, with all that ranking looks at.
DELIMITER //
BEGIN NOT ATOMIC
    FOR copy IN 1..23 DO
        INSERT INTO person (id, state, first_name, last_name, birth_date, email, language, settlement_id, lat, lon, reach_m, commitment, hours_per_week)
            SELECT UNHEX(CONCAT(LEFT(HEX(p.id), 28), LPAD(HEX(copy), 4, '0'))), p.state, p.first_name, p.last_name, p.birth_date,
                CONCAT(copy, '.', p.email), p.language, p.settlement_id, p.lat + (RAND() - 0.5) / 10, p.lon + (RAND() - 0.5) / 5, p.reach_m,
                p.commitment, p.hours_per_week
            FROM person p JOIN original o ON o.id = p.id;
        INSERT INTO membership (person_id, kind, centre_code, since, until)
            SELECT UNHEX(CONCAT(LEFT(HEX(person_id), 28), LPAD(HEX(copy), 4, '0'))), kind, centre_code, since, until FROM membership JOIN original ON id = person_id;
        INSERT INTO person_skill (person_id, skill_code)
            SELECT UNHEX(CONCAT(LEFT(HEX(person_id), 28), LPAD(HEX(copy), 4, '0'))), skill_code FROM person_skill JOIN original ON id = person_id;
        INSERT INTO person_word (person_id, kind, code, level, valid_until)
            SELECT UNHEX(CONCAT(LEFT(HEX(person_id), 28), LPAD(HEX(copy), 4, '0'))), kind, code, level, valid_until FROM person_word JOIN original ON id = person_id;
        INSERT INTO person_centre (person_id, centre_code)
            SELECT UNHEX(CONCAT(LEFT(HEX(person_id), 28), LPAD(HEX(copy), 4, '0'))), centre_code FROM person_centre JOIN original ON id = person_id;
        INSERT INTO person_availability (person_id, day, from_minute, to_minute)
            SELECT UNHEX(CONCAT(LEFT(HEX(person_id), 28), LPAD(HEX(copy), 4, '0'))), day, from_minute, to_minute FROM person_availability JOIN original ON id = person_id;
    END FOR;
END //
DELIMITER ;
