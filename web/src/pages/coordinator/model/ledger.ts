// What rounds cost and gave each municipality: days sent, days hosted, the way travelled; in this round, before it, together.
import type { Schemas } from '../../../api';

export type Span = 'now' | 'before' | 'all';
export const spans: readonly Span[] = ['all', 'now', 'before'];

export interface Line {
  municipality: string;
  sent: number;
  hosted: number;
  /** Hosted less sent: above 0 it has given more than it took. */
  balance: number;
  travelled: number;
}

export interface LedgerView {
  /** Those that gave most stand first. */
  lines: Line[];
  sent: number;
  travelled: number;
  /** Those furthest above 0, and furthest below; none where all stand even. */
  most: Line[];
  least: Line[];
}

type Stored = Schemas['LedgerLine'];

function lineOf(one: Stored, span: Span): Line {
  const pick = (now: number, before: number) => (span === 'before' ? 0 : now) + (span === 'now' ? 0 : before);
  const sent = pick(one.days_sent, one.before_sent);
  const hosted = pick(one.days_hosted, one.before_hosted);
  const travelled = pick(one.travelled_m, one.before_travelled_m);
  return { municipality: one.municipality, sent, hosted, balance: hosted - sent, travelled };
}

export function ledgerOf(stored: readonly Stored[], span: Span): LedgerView {
  const lines = stored
    .map((one) => lineOf(one, span))
    .sort((a, b) => b.balance - a.balance || a.municipality.localeCompare(b.municipality));
  const at = (balance: number) => (balance === 0 ? [] : lines.filter((line) => line.balance === balance));
  return {
    lines,
    sent: lines.reduce((sum, line) => sum + line.sent, 0),
    travelled: lines.reduce((sum, line) => sum + line.travelled, 0),
    most: at(Math.max(0, ...lines.map((line) => line.balance))),
    least: at(Math.min(0, ...lines.map((line) => line.balance))),
  };
}
