// Each host relies on the check that another municipality made; tests/api/round-checks.test.mjs goes that way on foot.
export const HOSTS_RELY = `INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, basis, valid_until, accepted_from)
  SELECT UNHEX(REPLACE(UUID(), '-', '')), b.person_id, b.checked_on, h.code, b.result, 'accepted_from_other', b.valid_until, b.id
  FROM background_check b JOIN (SELECT DISTINCT v.person_id, c.municipality_code AS code FROM visit v JOIN centre c ON c.code = v.centre_code) h
  ON h.person_id = b.person_id AND h.code <> b.municipality_code WHERE b.accepted_from IS NULL`;
