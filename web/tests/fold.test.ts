import assert from 'node:assert/strict';
import test from 'node:test';
import { fold, NameIndex } from '../src/lib/fold';

const places = [
  { name: 'Jüri' },
  { name: 'Maardu', also: ['Маарду'] },
  { name: 'Järveküla' },
  { name: 'Aruküla' },
  { name: 'Haabneeme' },
  { name: 'Püünsi' },
  { name: 'Kose' },
  { name: 'Kose-Uuemõisa' },
  { name: 'Kehra' },
];
const index = new NameIndex(places);
const first = (typed: string) => index.search(typed)[0]?.name;

test('letters without marks and Cyrillic find the place', () => {
  assert.equal(first('juri'), 'Jüri');
  assert.equal(first('Маарду'), 'Maardu');
  assert.equal(first('маар'), 'Maardu');
  assert.equal(first('Юри'), 'Jüri');
  assert.equal(first('jarvekula'), 'Järveküla');
  assert.equal(first('PUUNSI'), 'Püünsi');
  assert.equal(first('кехра'), 'Kehra');
  assert.equal(first('хаабнееме'), 'Haabneeme');
});

test('the exact beginning comes first, then later words, then the middle', () => {
  assert.deepEqual(
    index.search('kose').map((p) => p.name),
    ['Kose', 'Kose-Uuemõisa'],
  );
  assert.equal(first('uuem'), 'Kose-Uuemõisa');
  assert.deepEqual(
    index.search('kula').map((p) => p.name),
    ['Aruküla', 'Järveküla'],
  );
  assert.deepEqual(index.search('xyz'), []);
  assert.deepEqual(index.search('  '), []);
});

test('folding', () => {
  assert.equal(fold('Õ-Ä ö ü'), 'o a o u');
  assert.equal(fold('Žanna Šmidt'), 'zana smidt');
});

test('what lies in a place is found by its name, after what is called so', () => {
  const index = new NameIndex([
    { name: 'Pringi', within: 'Viimsi vald' },
    { name: 'Viimsi', within: 'Viimsi vald' },
    { name: 'Loo', within: 'Jõelähtme vald' },
  ]);
  const names = (typed: string) => index.search(typed).map((found) => found.name);
  assert.deepEqual(names('виимси'), ['Viimsi', 'Pringi']);
  assert.deepEqual(names('joelahtme'), ['Loo']);
});
