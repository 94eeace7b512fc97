// The database of the service under test, past the service: what a test wants to know for certain.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const settings = new Map(
  readFileSync(`${process.env.VAHETUS_TEST_DIR}/vahetusd.conf`, 'utf8').split('\n').filter((line) => line.includes(' = ')).map((line) => {
    const at = line.indexOf(' = ');
    return [line.slice(0, at).trim(), line.slice(at + 3).trim()];
  }),
);

export function rows(sql) {
  const access = ['--no-defaults', `--socket=${settings.get('database_socket')}`, `--user=${settings.get('database_user')}`, '-N', '-B'];
  const output = execFileSync('mariadb', [...access, '-e', sql, settings.get('database_name')], {
    encoding: 'utf8', env: { ...process.env, MYSQL_PWD: settings.get('database_password') },
  });
  return output.split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
}

// How many rows there are of what a request may write: { table: rows }.
export function written() {
  const tables = ['registration', 'person', 'need', 'shift', 'invitation', 'offer', 'placement', 'session', 'link', 'background_check', 'idempotency', 'outbox', 'audit', 'change_entry'];
  return Object.fromEntries(rows(tables.map((name) => `SELECT '${name}', COUNT(*) FROM ${name}`).join(' UNION ALL ')).map(([name, count]) => [name, Number(count)]));
}
