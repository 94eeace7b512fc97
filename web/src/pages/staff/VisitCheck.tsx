// What a host may rely on for a visit (R1, R3): who checked and until when, in the words that every role reads.
import type { Schemas } from '../../api';
import { Tag } from '../../components/Rows';
import { formatDay, formatLongDay } from '../../i18n/dates';
import { staff } from '../../i18n/parts';
import { municipalityName } from '../../state/region';

export type VisitCheck = NonNullable<Schemas['Visit']['check']>;

const tones = {
  relied: 'good',
  acceptable: 'accent',
  ends_early: 'warn',
  missing: 'bad',
  origin_missing: 'warn',
} as const;

/** `Kontrollis Anija vald, kehtib kuni 3. märts 2027.` */
export function checkSaid(check: VisitCheck, last?: string): string {
  const t = staff.t.visitCheck;
  const until = check.valid_until ? formatLongDay(check.valid_until) : '';
  if (check.state === 'missing') return t.missingSaid;
  if (check.state === 'ends_early') return t.endsEarly(until, last ? formatDay(last) : '');
  const by = check.checker ? t.by(municipalityName(check.checker), until) : t.until(until);
  return check.state === 'origin_missing' ? `${by} ${t.originSaid}` : by;
}

export function VisitCheckLine({ check, last }: { check: VisitCheck; last?: string }) {
  return (
    <p class="visit-check">
      <Tag tone={tones[check.state]}>{staff.t.visitCheck.state[check.state]}</Tag> {checkSaid(check, last)}
    </p>
  );
}
