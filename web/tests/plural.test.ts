import assert from 'node:assert/strict';
import test from 'node:test';
import { formatNumber, plural } from '../src/i18n/plural';

test('plural forms', () => {
  const ru = (n: number) => plural('ru', n, { one: '# день', few: '# дня', many: '# дней', other: '# дня' });
  assert.deepEqual([1, 2, 5, 11, 21, 22, 25].map(ru), [
    '1 день',
    '2 дня',
    '5 дней',
    '11 дней',
    '21 день',
    '22 дня',
    '25 дней',
  ]);
  const et = (n: number) => plural('et', n, { one: '# päev', other: '# päeva' });
  assert.deepEqual([0, 1, 2].map(et), ['0 päeva', '1 päev', '2 päeva']);
});

test('decimal comma where the language has it', () => {
  assert.equal(formatNumber('et', 3.46, 1), '3,5');
  assert.equal(formatNumber('ru', 3.46, 1), '3,5');
  assert.equal(formatNumber('en', 3.46, 1), '3.5');
});
