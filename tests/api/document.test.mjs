// openapi.yaml is a valid document, and the server's own table of routes says the same: operations, paths, who may.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { createConfig, lint } from '@redocly/openapi-core';
import { operations } from './lib/contract.mjs';

const top = fileURLToPath(new URL('../../', import.meta.url));

test('openapi.yaml passes the linter', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lint({ ref: `${top}services/openapi.yaml`, config });
  assert.deepEqual(problems.map((one) => `${one.location[0].pointer}: ${one.message}`), []);
});

test('the route table of vahetusd and the document are equal', () => {
  const printed = execFileSync(`${top}services/vahetusd`, ['--routes'], { encoding: 'utf8' }).trim().split('\n');
  const sorted = (list) => list.split(',').sort().join(',');
  const routes = printed.map((line) => line.split(' ')).map(([operation, method, path, roles, object]) => `${operation} ${method} ${path} ${sorted(roles)} ${object}`);
  const documented = [...operations].map(([id, one]) => `${id} ${one.method} ${one.template} ${sorted(one['x-policy'].roles.join(','))} ${one['x-policy'].object}`);
  assert.deepEqual(routes.sort(), documented.sort());
});

// A code without words would reach a person as it is.
test('every code that a field is refused with has words in three languages', () => {
  const codes = new Set();
  for (const name of readdirSync(`${top}services`, { recursive: true }).filter((one) => one.endsWith('.c') && !one.startsWith('texts')))
    for (const one of readFileSync(`${top}services/${name}`, 'utf8').matchAll(/(?:field_error_add\(\w+|reader_refuse\([^,]+,[^,]+), "(\w+)"/g)) codes.add(one[1]);
  assert.ok(codes.size > 20, [...codes].join());
  for (const language of ['et', 'ru', 'en']) {
    const texts = readFileSync(`${top}services/texts/${language}.c`, 'utf8');
    assert.deepEqual([...codes].filter((code) => !texts.includes(`{"field.${code}"`)), [], language);
  }
});
