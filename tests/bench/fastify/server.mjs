// The peer of `make bench`: registration and a need by its id with Fastify and mysql2, on our tables, with our rows and our answers.
// node server.mjs SOCKET USER PASSWORD DATABASE; prints its port.
import { createHash, randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import mysql from 'mysql2/promise';

const [socketPath, user, password, database] = process.argv.slice(2);
const pool = mysql.createPool({ socketPath, user, password, database, connectionLimit: 16, timezone: 'Z', charset: 'utf8mb4' });
const app = Fastify({ logger: false });

function newId() {
  const id = randomBytes(16);
  id.writeUIntBE(Date.now(), 0, 6);
  id[6] = 0x70 | (id[6] & 0x0f);
  id[8] = 0x80 | (id[8] & 0x3f);
  return id;
}
const sha256 = (...texts) => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest();
};
const text = (id) => id.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

const line = { type: 'string', minLength: 1, maxLength: 60 };
const codes = { type: 'array', maxItems: 36, uniqueItems: true, items: { type: 'string', maxLength: 40 } };
const schema = {
  body: {
    type: 'object', additionalProperties: false,
    required: ['first_name', 'last_name', 'birth_date', 'email', 'language', 'home', 'reach', 'languages', 'terms'],
    properties: {
      first_name: line, last_name: line, birth_date: { type: 'string', format: 'date' }, email: { type: 'string', format: 'email', maxLength: 254 },
      language: { enum: ['et', 'ru', 'en'] },
      home: { type: 'object', additionalProperties: false, properties: { settlement: { type: 'integer' }, lat: { type: 'number' }, lon: { type: 'number' } } },
      reach: { type: 'object', additionalProperties: false, required: ['centres'], properties: { max_m: { type: 'integer' }, centres: codes } },
      availability: {
        type: 'array', maxItems: 42,
        items: { type: 'object', required: ['day', 'from', 'to'], properties: { day: { type: 'integer', minimum: 1, maximum: 7 }, from: { type: 'string' }, to: { type: 'string' } } },
      },
      languages: { type: 'object', additionalProperties: { enum: ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] } },
      skills: codes, interests: codes, age_groups: codes, terms: { type: 'string', maxLength: 20 },
    },
  },
};

app.post('/api/v1/volunteers', { schema }, async (request, reply) => {
  const form = request.body;
  const token = randomBytes(32).toString('base64url');
  const id = newId();
  const key = request.headers['idempotency-key'];
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.execute(
      'INSERT INTO registration (id, token_hash, email, language, form, expires_at) VALUES (?, ?, ?, ?, ?, NOW(3) + INTERVAL 30 DAY)',
      [id, sha256(token), form.email, form.language, JSON.stringify(form)],
    );
    await connection.execute("INSERT INTO audit (action, subject_id, request) VALUES ('registration_create', ?, ?)", [id, request.id]);
    await connection.execute(
      "INSERT INTO outbox (id, event, about_id, recipient, language, secret) VALUES (?, 'registration', ?, ?, ?, ?)",
      [newId(), id, form.email, form.language, token],
    );
    await connection.execute(
      "INSERT INTO idempotency (key_hash, body_hash, state, status, answer, working_until) VALUES (?, ?, 'done', 202, ?, NOW(3))",
      [sha256('createVolunteer', key), sha256(JSON.stringify(form)), '{"status":"accepted"}'],
    );
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
  reply.code(202);
  return { status: 'accepted' };
});

app.get('/api/v1/needs/:id', async (request, reply) => {
  const id = Buffer.from(request.params.id.replaceAll('-', ''), 'hex');
  const connection = await pool.getConnection();
  try {
    const [[need]] = await connection.execute(
      `SELECT n.id, n.version, n.centre_code, c.name, c.municipality_code, c.lat, c.lon, n.activity, n.for_whom, n.purpose, n.role, n.state,
       n.min_age, n.urgency, n.children, n.note, n.note_language, n.contact FROM need n JOIN centre c ON c.code = n.centre_code WHERE n.id = ?`,
      [id],
    );
    if (!need) {
      reply.code(404);
      return { type: '/problems/not_found', title: 'There is nothing here', status: 404, code: 'not_found' };
    }
    const [shifts] = await connection.execute(
      "SELECT id, starts_at, ends_at, day, seats, agreed, taken - agreed AS awaiting FROM shift WHERE state = 'open' AND need_id = ? ORDER BY starts_at, id",
      [id],
    );
    const [tags] = await connection.execute(
      `SELECT 'skill' AS tag, skill_code AS code, required, NULL AS level FROM need_skill WHERE need_id = ?
       UNION ALL SELECT kind, code, required, level FROM need_word WHERE need_id = ? ORDER BY 1, 2`,
      [id, id],
    );
    const tagged = (tag, required) => tags.filter((one) => one.tag === tag && Boolean(one.required) === required);
    const levels = (required) => Object.fromEntries(tagged('language', required).map((one) => [one.code, one.level]));
    reply.header('etag', `"${need.version}"`);
    return {
      id: text(need.id), version: need.version, centre: need.centre_code, centre_name: need.name,
      place: { lat: Number(need.lat), lon: Number(need.lon), municipality: need.municipality_code }, activity: need.activity, for: need.for_whom,
      purpose: need.purpose, role: need.role, required_skills: tagged('skill', true).map((one) => one.code),
      preferred_skills: tagged('skill', false).map((one) => one.code), required_certificates: tagged('certificate', true).map((one) => one.code),
      required_languages: levels(true), preferred_languages: levels(false), min_age: need.min_age, children: Boolean(need.children),
      age_groups: tagged('age_group', false).map((one) => one.code), urgency: need.urgency, state: need.state, contact: need.contact,
      note: need.note && { text: need.note, language: need.note_language },
      shifts: shifts.map((one) => ({ id: text(one.id), from: one.starts_at.toISOString(), to: one.ends_at.toISOString(), seats: one.seats, filled: one.agreed })),
      seats: shifts.reduce((sum, one) => sum + one.seats, 0), filled: shifts.reduce((sum, one) => sum + one.agreed, 0),
    };
  } finally {
    connection.release();
  }
});

await app.listen({ host: '127.0.0.1', port: 0 });
console.log(app.server.address().port);
