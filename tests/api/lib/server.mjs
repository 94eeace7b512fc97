// The service that tests/with-server started: its address, its accounts, its letters.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { Client } from './client.mjs';

const url = process.env.VAHETUS_TEST_URL;
const dir = process.env.VAHETUS_TEST_DIR;
if (!url || !dir) throw new Error('run this through tests/with-server');

const { hostname, port } = new URL(url);
export const server = { url, host: hostname, port: Number(port), dir };
export const accounts = JSON.parse(readFileSync(`${dir}/accounts.json`, 'utf8'));

export function account(role, scope) {
  const found = accounts.find((one) => one.role === role && (scope === undefined || one.scope === scope));
  if (!found) throw new Error(`accounts.json has no ${role} ${scope ?? ''}`);
  return found;
}

export const nobody = (options) => new Client(server, options);

const staff = new Map();
// A signed-in client of a member of staff; one session each for a whole run.
export async function as(role, scope, options) {
  const one = account(role, scope);
  const key = one.email + JSON.stringify(options ?? {});
  if (!staff.has(key)) staff.set(key, new Client(server, options).signIn(one));
  return staff.get(key);
}

// Letters to an address, oldest first: { subject, text, html, headers, attachments }.
export async function letters(address) {
  const folder = `${dir}/mail`;
  if (!existsSync(folder)) return [];
  const found = [];
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.eml')).sort()) {
    const raw = readFileSync(`${folder}/${name}`);
    if (!raw.toString('latin1').includes(address)) continue;
    const mail = await PostalMime.parse(raw);
    if (mail.to?.some((to) => to.address === address)) found.push({ name, ...mail });
  }
  return found;
}

// Waits for a letter to `address` that `wanted` accepts, at most `seconds`.
export async function letter(address, wanted = () => true, seconds = 20) {
  for (let tries = 0; tries < seconds * 10; tries++) {
    const found = (await letters(address)).filter(wanted).at(-1);
    if (found) return found;
    await wait(100);
  }
  throw new Error(`no letter to ${address} in ${seconds} s; there are ${(await letters(address)).map((one) => one.subject).join(' | ') || 'none'}`);
}

// The first address in a letter that leads to us.
export function linkIn(mail) {
  const link = mail.text.match(/https?:\/\/[^\s<>"]+/g)?.find((one) => one.startsWith(url));
  if (!link) throw new Error(`no link of ours in "${mail.subject}":\n${mail.text}`);
  return link;
}

// The secret that this address carries: its last part.
export function tokenIn(mail) {
  const token = linkIn(mail).match(/([A-Za-z0-9_-]{22,64})(?:$|[?&#])/)?.[1];
  if (!token) throw new Error(`no secret in the link of "${mail.subject}":\n${mail.text}`);
  return token;
}

// A volunteer whose profile is confirmed and who is signed in.
export async function volunteer(changes = {}, options = {}) {
  const number = `${process.pid}${Math.random().toString(36).slice(2, 9)}`;
  const form = {
    first_name: 'Proovi', last_name: `Vabatahtlik ${number}`, birth_date: '1990-05-17', email: `proov.${number}@naidis.example`,
    language: 'et', home: { lat: 59.336, lon: 25.321 }, reach: { max_m: 60000, centres: [] }, availability: [],
    languages: { et: 'C1', ru: 'B1', en: 'B1' }, skills: ['cooking', 'sport'], interests: [], age_groups: [], terms: '2026-11', ...changes,
  };
  const client = new Client(server, options);
  const taken = await client.call('createVolunteer', {}, { body: form });
  if (taken.status !== 202) throw new Error(`registration: ${taken.status} ${taken.text}`);
  const mail = await letter(form.email);
  const confirmed = await client.call('confirmVolunteer', {}, { body: { token: tokenIn(mail) } });
  if (confirmed.status !== 200) throw new Error(`confirmation: ${confirmed.status} ${confirmed.text}`);
  return { client, form, mail };
}
