// Today first: who comes, what waits for a decision, what is not filled, who answered.
import { useState } from 'preact/hooks';
import { api, type Centre } from '../../api';
import { Bar } from '../../components/Bar';
import { Button, ButtonLink } from '../../components/Button';
import { DateLeaf } from '../../components/DateLeaf';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows, Tag } from '../../components/Rows';
import { toast } from '../../components/Toast';
import { addDays, formatDay, formatSpan, formatTime, today } from '../../i18n/dates';
import { manager } from '../../i18n/parts';
import { titleIn } from '../../state/region';
import { useResource } from '../../state/resource';
import { useAct, useLiveReload, useNow } from '../staff/frame';
import { type Answer, type Asked, useAnswers, useRoundsToAgree } from './answers';
import { CheckDialog, type Checked } from './CheckDialog';
import { dateOf, missing, phaseOf, type RosterShift, toDo } from './model/roster';
import { hoursOf, mayCheck, ShiftBlock } from './Shift';

const daysBack = 7;
const daysAhead = 14;
const answersShown = 8;

function TodayShifts({ shifts, centre, nowMs, onChanged, onCheck }: PartProps) {
  const t = manager.t.today;
  const date = today(new Date(nowMs));
  // One that began before midnight is still somebody's work now.
  const now = shifts.filter((s) => dateOf(s.from) === date || phaseOf(s, nowMs) === 'now');
  if (now.length > 0) {
    return (
      <div class="shifts">
        {now.map((shift) => (
          <ShiftBlock
            key={shift.id}
            shift={shift}
            centre={centre}
            nowMs={nowMs}
            onChanged={onChanged}
            onCheck={onCheck}
          />
        ))}
      </div>
    );
  }
  const next = shifts.find((s) => phaseOf(s, nowMs) === 'later' || phaseOf(s, nowMs) === 'soon');
  return (
    <p class="calm">
      {t.none} {next ? t.next(formatSpan(next.from, next.to), titleIn(next.titles)) : t.noneAhead}
    </p>
  );
}

interface PartProps {
  shifts: RosterShift[];
  centre: string;
  nowMs: number;
  onChanged: () => void;
  onCheck: (person: Checked) => void;
}

/** The first shift; its day and its hours stay whole at the end of a line. */
function When({ of: { from, to } }: { of: Answer }) {
  if (!from || !to) return null;
  return (
    <>
      , <span class="unbroken">{formatDay(dateOf(from))}</span>,{' '}
      <span class="unbroken">{hoursOf({ from, to })}</span>
    </>
  );
}

function OfferRow({ offer, centre, onChanged }: { offer: Answer; centre: string; onChanged: () => void }) {
  const t = manager.t.today;
  const { busy, act } = useAct();
  const name = offer.name ?? offer.first_name;
  const reply = (answer: 'accept' | 'decline') =>
    act(answer, async () => {
      await api.post('/api/v1/offers/{id}/answer', { path: { id: offer.id }, body: { answer } });
      toast(
        answer === 'decline' ? t.saidNo(name) : offer.check_needed ? t.saidYesCheck(name) : t.saidYes(name),
      );
      onChanged();
    });
  return (
    <Row
      title={t.offer(name)}
      actions={
        <>
          <Button kind="primary" small busy={busy === 'accept'} onClick={() => reply('accept')}>
            {t.yes}
          </Button>
          <Button small busy={busy === 'decline'} onClick={() => reply('decline')}>
            {t.no}
          </Button>
        </>
      }
    >
      <p>
        <a href={`/keskus/${centre}/vajadused/${offer.need}`}>{titleIn(offer.titles)}</a>
        <When of={offer} /> {offer.shifts > 1 && manager.t.needs.more(offer.shifts - 1)}
      </p>
    </Row>
  );
}

function RoundRow({ round, wanted, centre }: Asked & { centre: string }) {
  const t = manager.t.today;
  const answer = wanted === 'answer';
  return (
    <Row
      title={answer ? t.waitsAgreement(round.name) : t.waitsVisitCheck(round.name)}
      actions={
        <ButtonLink small href={`/keskus/${centre}/voorud`}>
          {t.seePlan}
        </ButtonLink>
      }
    >
      <p>{answer ? t.agreementHelp : t.visitCheckHelp}</p>
    </Row>
  );
}

function Decisions({
  shifts,
  answers,
  rounds,
  centre,
  nowMs,
  onChanged,
  onCheck,
}: PartProps & { answers: readonly Answer[]; rounds: readonly Asked[] | null }) {
  const t = manager.t.today;
  const { attendance, waiting } = toDo(shifts, nowMs);
  const offers = answers.filter((a) => a.kind === 'offer' && a.state === 'sent');
  if (attendance.length + waiting.length + offers.length + (rounds?.length ?? 0) === 0)
    return rounds && <p class="calm">{t.allDone}</p>;
  const title = {
    check: t.waitsCheck,
    guardian: t.waitsGuardian,
    responsible: t.waitsResponsible,
    origin: t.waitsOrigin,
    runs_out: t.runsOut,
  };
  return (
    <>
      <Rows>
        {rounds?.map((asked) => (
          <RoundRow key={asked.round.id} {...asked} centre={centre} />
        ))}
        {offers.map((offer) => (
          <OfferRow key={offer.id} offer={offer} centre={centre} onChanged={onChanged} />
        ))}
        {waiting.map(({ person, shift, why }) => (
          <Row
            key={person.person}
            title={title[why](person.name)}
            actions={
              (why === 'check' || why === 'origin' || why === 'runs_out') &&
              mayCheck() && (
                <Button small onClick={() => onCheck({ id: person.person, name: person.name })}>
                  {manager.t.shift.recordCheck}
                </Button>
              )
            }
          >
            <p>
              {formatSpan(shift.from, shift.to)}, {titleIn(shift.titles)}
            </p>
            {why === 'guardian' && <p class="soft">{t.guardianHelp}</p>}
            {why === 'responsible' && <p class="soft">{t.responsibleHelp}</p>}
          </Row>
        ))}
      </Rows>
      {attendance.length > 0 && (
        <section class="shifts">
          <h3>{t.attendance}</h3>
          {attendance.map((shift) => (
            <div key={shift.id}>
              <p class="when">{formatDay(dateOf(shift.from))}</p>
              <ShiftBlock
                shift={shift}
                centre={centre}
                nowMs={nowMs}
                onChanged={onChanged}
                onCheck={onCheck}
              />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

function Unfilled({ shifts, centre, nowMs }: Pick<PartProps, 'shifts' | 'centre' | 'nowMs'>) {
  const t = manager.t;
  const { unfilled } = toDo(shifts, nowMs);
  if (unfilled.length === 0) return <p class="calm">{t.today.allFilled}</p>;
  return (
    <Rows>
      {unfilled.map((shift) => (
        <Row
          key={shift.id}
          side={<DateLeaf date={dateOf(shift.from)} />}
          title={titleIn(shift.titles)}
          href={`/keskus/${centre}/vajadused/${shift.need}`}
        >
          <p>
            <span class="hidden">{formatDay(dateOf(shift.from))}, </span>
            {hoursOf(shift)} · {t.shift.missing(missing(shift))}
          </p>
          <p>
            <Bar value={shift.filled} max={shift.seats} label={t.shift.filled(shift.filled, shift.seats)} />{' '}
            {(shift.invited ?? 0) > 0 && <span class="soft"> · {t.shift.invited(shift.invited ?? 0)}</span>}{' '}
            {phaseOf(shift, nowMs) === 'soon' && <Tag tone="bad">{t.shift.urgent}</Tag>}
          </p>
        </Row>
      ))}
    </Rows>
  );
}

function LastAnswers({ answers, centre }: { answers: readonly Answer[]; centre: string }) {
  const t = manager.t.today;
  const said = answers.filter((a) => a.state !== 'sent').slice(0, answersShown);
  if (said.length === 0) return <p class="calm">{t.noAnswers}</p>;
  return (
    <ul class="plain answers">
      {said.map((answer) => {
        const name = answer.name ?? answer.first_name;
        const yes = answer.state === 'accepted';
        return (
          <li key={answer.id} class={yes ? 'answer answer-yes' : 'answer'}>
            <span class="answer-sign" aria-hidden="true">
              {yes ? '✓' : '–'}
            </span>
            <p>
              <b>{yes ? (answer.kind === 'offer' ? t.offered(name) : t.accepted(name)) : t.declined(name)}</b>
              {!yes && answer.reason && ` (${t.reasons[answer.reason]})`}
              <span class="answer-about">
                <a href={`/keskus/${centre}/vajadused/${answer.need}`}>{titleIn(answer.titles)}</a>
                <When of={answer} />
                {' · '}
                {t.said(saidOn(answer.said))}
              </span>
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** The hour where it was today, else the day. */
function saidOn(moment: string): string {
  return dateOf(moment) === today() ? formatTime(moment) : formatDay(dateOf(moment));
}

export function Today({ centre }: { centre: Centre }) {
  const t = manager.t.today;
  const nowMs = useNow();
  const date = today(new Date(nowMs));
  const [checked, setChecked] = useState<Checked | null>(null);
  const roster = useResource(`roster ${centre.id} ${date}`, (signal) =>
    api.get('/api/v1/centres/{centre}/roster', {
      path: { centre: centre.id },
      query: { from: addDays(date, -daysBack), to: addDays(date, daysAhead) },
      signal,
    }),
  );
  const answers = useAnswers(centre.id);
  const rounds = useRoundsToAgree(centre);
  const reload = () => {
    roster.reload();
    answers.reload();
    rounds.reload();
  };
  useLiveReload(`centre:${centre.id}`, reload);
  return (
    <Page title={t.title(formatDay(date))} width="wide">
      <Loaded of={roster}>
        {({ shifts }) => {
          const part = { shifts, centre: centre.id, nowMs, onChanged: reload, onCheck: setChecked };
          return (
            <div class="today-areas">
              <div class="area-now">
                <h2 class="hidden">{t.shifts}</h2>
                <TodayShifts {...part} />
              </div>
              <section class="area-decide">
                <h2>{t.yours}</h2>
                <Loaded of={rounds} lines={1}>
                  {() => null}
                </Loaded>
                <Loaded of={answers} lines={2}>
                  {(list) => <Decisions {...part} answers={list} rounds={rounds.data} />}
                </Loaded>
              </section>
              <section class="area-open">
                <h2>{t.open}</h2>
                <Unfilled {...part} />
                <div class="buttons">
                  <ButtonLink kind="primary" href={`/keskus/${centre.id}/uus`}>
                    {t.post}
                  </ButtonLink>
                  <ButtonLink href={`/keskus/${centre.id}/otsi`}>{manager.t.recruiting.title}</ButtonLink>
                </div>
              </section>
              <section class="area-answers">
                <h2>{t.answers}</h2>
                <Loaded of={answers} lines={2}>
                  {(list) => <LastAnswers answers={list} centre={centre.id} />}
                </Loaded>
              </section>
            </div>
          );
        }}
      </Loaded>
      <CheckDialog person={checked} centre={centre} onClose={() => setChecked(null)} onSaved={reload} />
    </Page>
  );
}
