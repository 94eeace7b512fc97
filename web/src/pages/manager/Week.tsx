// The roster of a week; on paper it is a sheet for the wall with lines to write on.
import { useState } from 'preact/hooks';
import { api, type Centre } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { addDays, formatDay, formatTime, today, wallTime, weekdayName } from '../../i18n/dates';
import { manager } from '../../i18n/parts';
import { mondayOf } from '../../lib/weeks';
import { titleIn } from '../../state/region';
import { useResource } from '../../state/resource';
import { useLiveReload, useNow } from '../staff/frame';
import { CheckDialog, type Checked } from './CheckDialog';
import { coming, missing, type RosterShift, rosterDays, waitsFor } from './model/roster';
import { hoursOf, ShiftBlock } from './Shift';

/** The same roster as a table for paper; free seats are lines to write on. */
function PaperRoster({ first, shifts }: { first: string; shifts: readonly RosterShift[] }) {
  const t = manager.t;
  const days = new Map(rosterDays(shifts).map((day) => [day.date, day.shifts]));
  return (
    <table class="paper-roster print-only" aria-hidden="true">
      <tbody>
        {Array.from({ length: 7 }, (_, i) => addDays(first, i)).map((date) => (
          <tr key={date}>
            <th scope="row">
              <b>{weekdayName(wallTime(date).weekday, 'long')}</b>
              <br />
              {formatDay(date)}
            </th>
            <td>
              {(days.get(date) ?? []).map((shift) => (
                <div class="paper-shift" key={shift.id}>
                  <p>
                    <b>{hoursOf(shift)}</b> {titleIn(shift.titles)}
                  </p>
                  <ul>
                    {coming(shift).map((p) => (
                      <li key={p.placement}>
                        {p.name}
                        {p.phone ? `, ${p.phone}` : ''}
                        {p.state === 'awaiting'
                          ? ` (${{ check: t.shift.waitsCheck, guardian: t.shift.waitsGuardian, responsible: t.shift.waitsResponsible, origin: t.shift.waitsOrigin }[waitsFor(p)]})`
                          : ''}
                      </li>
                    ))}
                    {Array.from({ length: missing(shift) }, (_, i) => (
                      <li class="paper-line" key={i}>
                        {t.week.freeLine}
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
            </td>
            <td class="paper-notes">{date === first ? t.week.notes : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A date that stays on one line of the heading. */
const whole = (day: string) => day.replaceAll(' ', '\u00a0');

/** At the weekend the roster that people want is the next one. */
function weekToShow(date: string): string {
  const monday = mondayOf(date);
  return wallTime(date).weekday > 5 ? addDays(monday, 7) : monday;
}

export function Week({ centre }: { centre: Centre }) {
  const t = manager.t.week;
  const nowMs = useNow();
  const date = today(new Date(nowMs));
  const [first, setFirst] = useState(weekToShow(date));
  const [checked, setChecked] = useState<Checked | null>(null);
  const last = addDays(first, 6);
  const roster = useResource(`roster ${centre.id} ${first}`, (signal) =>
    api.get('/api/v1/centres/{centre}/roster', {
      path: { centre: centre.id },
      query: { from: first, to: last },
      signal,
    }),
  );
  useLiveReload(`centre:${centre.id}`, roster.reload);
  return (
    <Page
      title={t.title(whole(formatDay(first)), whole(formatDay(last)))}
      above={<span class="print-only">{centre.name}</span>}
      width="wide"
    >
      <div class="buttons no-print week-moves">
        <Button small onClick={() => setFirst(addDays(first, -7))}>
          ← {t.previous}
        </Button>
        {first !== mondayOf(date) && (
          <Button small onClick={() => setFirst(mondayOf(date))}>
            {t.thisWeek}
          </Button>
        )}
        <Button small onClick={() => setFirst(addDays(first, 7))}>
          {t.next} →
        </Button>
        <Button small onClick={() => print()}>
          <Icon name="print" />
          {t.print}
        </Button>
      </div>
      <Loaded of={roster}>
        {({ shifts }) => (
          <>
            <div class="no-print">
              {shifts.length === 0 && (
                <Empty title={t.emptyTitle}>
                  <p>{t.empty}</p>
                  <ButtonLink href={`/keskus/${centre.id}/uus`}>{manager.t.nav.newNeed}</ButtonLink>
                </Empty>
              )}
              <div class="week">
                {rosterDays(shifts).map((day) => (
                  <section key={day.date} class="week-day" aria-labelledby={`day-${day.date}`}>
                    <h2 id={`day-${day.date}`}>{formatDay(day.date)}</h2>
                    {day.shifts.map((shift) => (
                      <ShiftBlock
                        key={shift.id}
                        shift={shift}
                        centre={centre.id}
                        nowMs={nowMs}
                        onChanged={roster.reload}
                        onCheck={setChecked}
                      />
                    ))}
                  </section>
                ))}
              </div>
            </div>
            <PaperRoster first={first} shifts={shifts} />
            <p class="print-only soft">
              {t.printed(`${formatDay(date)}, ${formatTime(new Date(nowMs).toISOString())}`)}
            </p>
          </>
        )}
      </Loaded>
      <CheckDialog
        person={checked}
        centre={centre}
        onClose={() => setChecked(null)}
        onSaved={roster.reload}
      />
    </Page>
  );
}
