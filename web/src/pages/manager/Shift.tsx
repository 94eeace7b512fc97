// One shift with the people who come: on Today, on the week and on a need's page.
import { api } from '../../api';
import { Bar } from '../../components/Bar';
import { Button, ButtonLink } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Tag } from '../../components/Rows';
import { toast } from '../../components/Toast';
import { formatDay, formatTime } from '../../i18n/dates';
import { language } from '../../i18n/language';
import { manager } from '../../i18n/parts';
import { formatNumber } from '../../i18n/plural';
import { titleIn } from '../../state/region';
import { hasRole } from '../../state/session';
import { useAct } from '../staff/frame';
import {
  checkRunsOut,
  coming,
  missing,
  phaseOf,
  type RosterPerson,
  type RosterShift,
  waitsFor,
} from './model/roster';
import { PersonMenu } from './PersonMenu';

/** `16.00–19.00` */
export const hoursOf = (shift: { from: string; to: string }) =>
  `${formatTime(shift.from)}–${formatTime(shift.to)}`;

/** Only the centre and its municipality record checks. */
export const mayCheck = () => hasRole('manager', 'specialist');

interface PersonProps {
  person: RosterPerson;
  shift: RosterShift;
  centre: string;
  nowMs: number;
  onChanged: () => void;
  onCheck: (person: { id: string; name: string }) => void;
}

function Attendance({ person, onChanged }: Pick<PersonProps, 'person' | 'onChanged'>) {
  const t = manager.t.shift;
  const { busy, act } = useAct();
  const record = (state: 'done' | 'absent') =>
    act(state, async () => {
      const placement = await api.post('/api/v1/placements/{id}/attendance', {
        path: { id: person.placement },
        body: { state },
      });
      const hours = formatNumber(language.value, placement.hours ?? 0, 1);
      toast(state === 'done' ? t.thanks(person.name, hours) : t.noted(person.name));
      onChanged();
    });
  return (
    <span class="attendance">
      <Button
        small
        aria-label={t.wasThereName(person.name)}
        busy={busy === 'done'}
        onClick={() => record('done')}
      >
        <Icon name="thumb" />
        {t.wasThere}
      </Button>
      <Button
        small
        kind="quiet"
        aria-label={t.wasNotName(person.name)}
        busy={busy === 'absent'}
        onClick={() => record('absent')}
      >
        {t.wasNot}
      </Button>
    </span>
  );
}

function PersonState({ person, shift }: Pick<PersonProps, 'person' | 'shift'>) {
  const t = manager.t.shift;
  if (person.state === 'done')
    return <Tag tone="good">{t.done(formatNumber(language.value, person.hours ?? 0, 1))}</Tag>;
  if (person.state === 'absent') return <Tag>{t.absent}</Tag>;
  if (person.state === 'awaiting')
    return (
      <Tag tone="warn">
        {
          {
            check: t.waitsCheck,
            guardian: t.waitsGuardian,
            responsible: t.waitsResponsible,
            origin: t.waitsOrigin,
          }[waitsFor(person)]
        }
      </Tag>
    );
  if (checkRunsOut(person, shift))
    return <Tag tone="warn">{t.checkRunsOut(formatDay(person.check_valid_until ?? ''))}</Tag>;
  return null;
}

function Person({ person, shift, centre, nowMs, onChanged, onCheck }: PersonProps) {
  const t = manager.t.shift;
  const begun = Date.parse(shift.from) <= nowMs;
  const checkWanted =
    person.state === 'awaiting'
      ? ['check', 'origin'].includes(waitsFor(person))
      : checkRunsOut(person, shift);
  return (
    <li class="person">
      <span class="person-name">
        {person.name}
        {person.kind === 'worker' && <span class="soft"> · {t.worker}</span>}
      </span>
      {person.phone && (
        <a
          class="person-phone"
          href={`tel:${person.phone.replace(/[^+\d]/g, '')}`}
          aria-label={`${t.call(person.name)}, ${person.phone}`}
        >
          <Icon name="phone" />
          {person.phone}
        </a>
      )}
      <PersonState person={person} shift={shift} />
      {begun && person.state === 'agreed' && <Attendance person={person} onChanged={onChanged} />}
      {checkWanted && person.state !== 'done' && person.state !== 'absent' && mayCheck() && (
        <Button
          small
          class="no-print"
          aria-label={`${t.recordCheck}: ${person.name}`}
          onClick={() => onCheck({ id: person.person, name: person.name })}
        >
          {t.recordCheck}
        </Button>
      )}
      <PersonMenu person={person} shift={shift} centre={centre} begun={begun} onChanged={onChanged} />
    </li>
  );
}

interface Props {
  shift: RosterShift;
  centre: string;
  nowMs: number;
  /** On a need's own page the title is the day. */
  title?: string;
  invite?: boolean;
  onChanged: () => void;
  onCheck: (person: { id: string; name: string }) => void;
}

export function ShiftBlock({ shift, centre, nowMs, title, invite = true, onChanged, onCheck }: Props) {
  const t = manager.t.shift;
  const people = coming(shift);
  const phase = phaseOf(shift, nowMs);
  const gone = phase === 'over';
  const lack = missing(shift);
  const waiting = people.filter((p) => p.state === 'awaiting').length;
  const href = `/keskus/${centre}/vajadused/${shift.need}`;
  return (
    <article class={`shift${gone ? ' shift-over' : ''}`}>
      <header class="shift-head">
        <h3>
          <span class="shift-hours">{title ?? hoursOf(shift)}</span>{' '}
          {title ? (
            <span class="shift-what">{hoursOf(shift)}</span>
          ) : (
            <a href={href}>{titleIn(shift.titles)}</a>
          )}
        </h3>
        <Bar
          value={shift.filled}
          waiting={waiting}
          max={shift.seats}
          label={t.filled(shift.filled, shift.seats)}
        />
        {phase === 'now' && <Tag tone="accent">{t.now}</Tag>}
        {phase === 'soon' && lack > 0 && <Tag tone="bad">{t.urgent}</Tag>}
      </header>
      {people.length > 0 ? (
        <ul class="people">
          {people.map((person) => (
            <Person
              key={person.placement}
              person={person}
              shift={shift}
              centre={centre}
              nowMs={nowMs}
              onChanged={onChanged}
              onCheck={onCheck}
            />
          ))}
        </ul>
      ) : (
        (gone || lack === 0) && <p class="soft">{t.nobody}</p>
      )}
      {!gone && lack > 0 && (
        <p class="shift-lack">
          <Tag tone="warn">{t.missing(lack)}</Tag>
          {(shift.invited ?? 0) > 0 && <span class="soft">{t.invited(shift.invited ?? 0)}</span>}
          {invite && phase !== 'now' && (
            <ButtonLink small class="no-print" href={href}>
              {t.invite}
            </ButtonLink>
          )}
        </p>
      )}
    </article>
  );
}
