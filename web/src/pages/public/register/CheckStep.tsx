import { Fact, Facts } from '../../../components/Facts';
import { common } from '../../../i18n/common';
import { clockText, weekdayName } from '../../../i18n/dates';
import { register } from '../../../i18n/parts';
import type { Hours } from '../../../lib/availability';
import { centreOf, codeName } from '../../../state/region';
import { answers, hoursOf } from './answers';
import { isMinor, type Step } from './checks';
import { consentKeys } from './TermsStep';

export function hoursText(hours: readonly Hours[]): string {
  const days = new Map<number, string[]>();
  for (const { day, from, to } of hours)
    days.set(day, [...(days.get(day) ?? []), `${clockText(from)}–${clockText(to)}`]);
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, spans]) => `${weekdayName(day, 'short')} ${spans.join(', ')}`)
    .join('; ');
}

export function CheckStep() {
  const t = register.t;
  const a = answers.value;
  const list = (items: readonly string[]) => items.join(', ') || t.check.none;
  const rows: [Step, string, string][] = [
    ['kes', t.check.name, `${a.firstName} ${a.lastName}`],
    ['kes', t.check.birth, `${a.day}.${a.month}.${a.year}`],
    ['kes', t.check.contact, [a.email, a.phone].filter(Boolean).join(', ')],
    ['kes', t.check.guardian, isMinor(a) ? `${a.guardianName}, ${a.guardianEmail}` : ''],
    ['kus', t.check.home, a.place.settlement?.name ?? t.check.homeNear],
    ['kus', t.check.centres, list([...a.place.centres].map((id) => centreOf(id)?.name ?? id))],
    ['millal', t.check.times, hoursText(hoursOf(a.time)) || t.check.timesOpen],
    [
      'millal',
      t.check.commitment,
      list([
        ...(a.time.commitment ? [t.commitments[a.time.commitment]] : []),
        ...(a.time.perWeek ? [t.hoursPerWeek(Number(a.time.perWeek))] : []),
      ]),
    ],
    [
      'oskused',
      t.check.languages,
      list(Object.entries(a.able.languages).map(([code, level]) => `${codeName(code)} (${t.levels[level]})`)),
    ],
    ['oskused', t.check.skills, list([...a.able.skills].map(codeName))],
    ['oskused', t.check.certificates, list([...a.able.certificates.keys()].map(codeName))],
    ['oskused', t.check.ages, list([...a.able.ages].map((age) => t.ageRange(age.replace('-', '–'))))],
    ['oskused', t.check.interests, list([...a.able.interests].map(codeName))],
    ['oskused', t.check.about, a.able.about.trim()],
    ['tingimused', t.check.consents, list(consentKeys.filter((key) => a[key]).map((key) => t[key]))],
  ];
  return (
    <Facts>
      {rows
        .filter((row) => row[2])
        .map(([step, name, value]) => (
          <Fact
            key={name}
            name={name}
            action={
              <a href={`/liitu/${step}?kontroll`}>
                {common.t.change}
                <span class="hidden">: {name}</span>
              </a>
            }
          >
            {value}
          </Fact>
        ))}
    </Facts>
  );
}
