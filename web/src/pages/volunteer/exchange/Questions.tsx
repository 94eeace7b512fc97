// The four questions that a worker answers before a round is planned.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Checkbox, Group, Radios, Select, TextField } from '../../../components/Field';
import { Empty, Loaded } from '../../../components/Loading';
import { focusHeading, Page } from '../../../components/Page';
import { Part } from '../../../components/Part';
import { formatDay } from '../../../i18n/dates';
import { exchange } from '../../../i18n/parts';
import { useForm } from '../../../state/form';
import { codeName, loadRegion, region } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { toast } from '../../../state/toast';

type MyRound = Schemas['MyRound'];
type DaysOff = Schemas['DaysOff'];

const WANTS_MAX = 8;
const distances = ['any', '30', '60', '90'] as const;
type Distance = (typeof distances)[number];

/** The nearest of the choices that still allows what was answered. */
const distanceOf = (minutes: number | null | undefined): Distance =>
  distances.find((choice) => choice !== 'any' && minutes != null && minutes <= Number(choice)) ?? 'any';

/** The id of a field: several rounds may ask at once on one page. */
type IdOf = (name: string) => string;

interface DaysProps {
  idOf: IdOf;
  days: readonly DaysOff[];
  errors: readonly FieldError[];
  onDays: (days: DaysOff[]) => void;
}

function Days({ idOf, days, errors, onDays }: DaysProps) {
  const t = exchange.t;
  // The new days stand before the button that adds them. (The focus moves before anybody could press a key on nothing.)
  const added = useRef(false);
  useLayoutEffect(() => {
    if (added.current) document.getElementById(idOf(`off-first-${days.length - 1}`))?.focus();
    added.current = false;
  }, [days.length]);
  const add = () => {
    added.current = true;
    onDays([...days, { first: '', last: '' }]);
  };
  const change = (at: number, part: Partial<DaysOff>) =>
    onDays(days.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <Group name={idOf('days_off')} label={t.two} hint={t.twoHint} error={errorOf(errors, idOf('days_off'))}>
      {days.map((one, at) => (
        <div key={at} class="exchange-days">
          <TextField
            name={idOf(`off-first-${at}`)}
            type="date"
            width="middle"
            label={t.offFirst}
            value={one.first}
            onValue={(first) => change(at, { first, last: one.last || first })}
          />
          <TextField
            name={idOf(`off-last-${at}`)}
            type="date"
            width="middle"
            label={t.offLast}
            value={one.last}
            onValue={(last) => change(at, { last })}
          />
          <Checkbox
            name={idOf(`off-work-${at}`)}
            label={t.offAtWork}
            checked={one.at_work === true}
            onValue={(at_work) => change(at, { at_work })}
          />
          <Button small kind="quiet" onClick={() => onDays(days.filter((_, i) => i !== at))}>
            {t.offRemove(at + 1)}
          </Button>
        </div>
      ))}
      <Button small onClick={add}>
        {t.offAdd}
      </Button>
    </Group>
  );
}

interface WantsProps {
  idOf: IdOf;
  wants: readonly string[];
  onWants: (wants: string[]) => void;
}

function Wants({ idOf, wants, onWants }: WantsProps) {
  const t = exchange.t;
  const skills = (region.value?.skills ?? []).filter((skill) => !wants.includes(skill.code));
  // What was pressed may be gone, or first already: the focus stays with the skill, or goes on to the next choice.
  const next = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (next.current) document.querySelector<HTMLElement>(next.current)?.focus();
    next.current = null;
  }, [wants]);
  const up = (at: number) => {
    next.current = `#${idOf(`want-${wants[at]}`)} button`;
    onWants(wants.map((one, i) => (i === at - 1 ? wants[at] : i === at ? wants[at - 1] : one) ?? one));
  };
  const remove = (code: string) => {
    next.current = `#${idOf('want-add')}`;
    onWants(wants.filter((one) => one !== code));
  };
  return (
    <Group name={idOf('wants')} label={t.three} hint={t.threeHint}>
      {wants.length > 0 && (
        <ol class="exchange-wants">
          {wants.map((code, at) => (
            <li key={code} id={idOf(`want-${code}`)}>
              <span>{codeName(code)}</span>
              {at > 0 && (
                <Button small kind="quiet" aria-label={t.wantUp(codeName(code))} onClick={() => up(at)}>
                  ↑
                </Button>
              )}
              <Button
                small
                kind="quiet"
                aria-label={t.wantRemove(codeName(code))}
                onClick={() => remove(code)}
              >
                ×
              </Button>
            </li>
          ))}
        </ol>
      )}
      {wants.length < WANTS_MAX && (
        <Select
          name={idOf('want-add')}
          label={t.wantAdd}
          value=""
          choices={[
            { value: '', label: t.wantPick },
            ...skills.map((skill) => ({ value: skill.code, label: codeName(skill.code) })),
          ]}
          onValue={(code) => code && onWants([...wants, code])}
        />
      )}
    </Group>
  );
}

function Answer({ round, onAnswered }: { round: MyRound; onAnswered: () => void }) {
  const t = exchange.t;
  const idOf = (name: string) => `${name}-${round.id}`;
  const fields = ['takes_part', 'days_off', 'wants', 'max_minutes'];
  const form = useForm(Object.fromEntries(fields.map((name) => [name, idOf(name)])));
  const [takesPart, setTakesPart] = useState(round.takes_part);
  const [days, setDays] = useState<DaysOff[]>(round.days_off);
  const [wants, setWants] = useState<string[]>(round.wants);
  const [far, setFar] = useState<Distance>(distanceOf(round.max_minutes));
  const check = () =>
    days.some((one) => !one.first || !one.last) ? [{ field: idOf('days_off'), message: t.offDates }] : [];
  const send = () =>
    form.submit(check, async () => {
      await api.post('/api/v1/me/rounds/{id}/answer', {
        path: { id: round.id },
        body: {
          takes_part: takesPart,
          days_off: days,
          wants,
          max_minutes: far === 'any' ? null : Number(far),
        },
      });
      toast(t.sent);
      focusHeading();
      onAnswered();
    });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ErrorSummary {...form} />
      <Radios
        name={idOf('takes_part')}
        label={t.one}
        value={takesPart ? 'yes' : 'no'}
        choices={[
          { value: 'yes', label: t.yes },
          { value: 'no', label: t.no },
        ]}
        onValue={(value) => setTakesPart(value === 'yes')}
      />
      {takesPart && (
        <>
          <Days idOf={idOf} days={days} errors={form.errors} onDays={setDays} />
          <Wants idOf={idOf} wants={wants} onWants={setWants} />
          <Radios
            name={idOf('max_minutes')}
            label={t.four}
            hint={t.fourHint}
            value={far}
            choices={distances.map((value) => ({ value, label: t.far[value] }))}
            onValue={setFar}
          />
        </>
      )}
      <div class="buttons">
        <Button kind="primary" type="submit" busy={form.busy}>
          {t.send}
        </Button>
      </div>
    </form>
  );
}

function OneRound({ round, onAnswered }: { round: MyRound; onAnswered: () => void }) {
  const t = exchange.t;
  const first = round.periods[0]?.first;
  const last = round.periods.at(-1)?.last;
  return (
    <Part title={round.name}>
      {first && last && <p>{t.periods(formatDay(first), formatDay(last))}</p>}
      <p class="soft">{t[round.kind]}</p>
      {round.answered_at && <p class="notice">{t.answered(formatDay(round.answered_at))}</p>}
      {round.open && round.answer_by ? (
        <>
          <p>{t.answerBy(formatDay(round.answer_by))}</p>
          <Answer round={round} onAnswered={onAnswered} />
        </>
      ) : (
        <p>{t.closed}</p>
      )}
    </Part>
  );
}

export function Questions() {
  const t = exchange.t;
  const rounds = useResource('my rounds', async (signal) => {
    const [found] = await Promise.all([api.get('/api/v1/me/rounds', { signal }), loadRegion()]);
    return found.rounds.filter((round) => round.open || round.state === 'collecting');
  });
  return (
    <Page title={t.roundsTitle} lead={t.roundsLead}>
      <Loaded of={rounds}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t.roundsNone} />
          ) : (
            list.map((round) => <OneRound key={round.id} round={round} onAnswered={rounds.reload} />)
          )
        }
      </Loaded>
    </Page>
  );
}
