// The open days of one centre: a line per weekday, a card on a phone; and the days on which it is closed for once.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Group, TextField } from '../../../components/Field';
import { formatDay, weekdayName } from '../../../i18n/dates';
import { season } from '../../../i18n/season';
import { allLikeFirst, type Staffing, weekdays, withOpen, withPart } from '../model/staffing';
import { CountField } from './CountField';

type Centre = Schemas['RoundCentreFull'];

interface DayProps {
  centre: string;
  day: number;
  /** Missing: closed on this weekday. */
  staffing: Staffing | undefined;
  errors: readonly FieldError[];
  onOpen: (open: boolean) => void;
  onPart: (part: Partial<Staffing>) => void;
}

function DayFields({ centre, day, staffing, errors, onOpen, onPart }: DayProps) {
  const t = season.t.staffing;
  const name = weekdayName(day, 'long');
  const id = (part: string) => `${part}-${centre}-${day}`;
  const time = (part: 'opens' | 'closes') => (
    <TextField
      name={id(part)}
      type="time"
      label={t[part]}
      error={errorOf(errors, id(part))}
      value={staffing?.[part] ?? ''}
      onValue={(value) => onPart({ [part]: value })}
    />
  );
  const count = (part: 'staff' | 'own' | 'leads') => (
    <CountField
      name={id(part)}
      label={t[part]}
      error={errorOf(errors, id(part))}
      value={staffing?.[part] ?? 0}
      onValue={(value) => onPart({ [part]: value })}
    />
  );
  return (
    <fieldset class="staffing-day">
      <legend class="hidden">{name}</legend>
      <div class="choice">
        <input
          type="checkbox"
          id={id('open')}
          aria-label={t.openName(name)}
          checked={staffing !== undefined}
          onChange={(event) => onOpen(event.currentTarget.checked)}
        />
        <label for={id('open')}>{name}</label>
      </div>
      {staffing && (
        <>
          {time('opens')}
          {time('closes')}
          {count('staff')}
          {count('own')}
          {count('leads')}
        </>
      )}
    </fieldset>
  );
}

interface ClosedProps {
  centre: string;
  days: readonly string[];
  error: string | undefined;
  onDays: (days: string[]) => void;
}

function ClosedDays({ centre, days, error, onDays }: ClosedProps) {
  const t = season.t.staffing;
  const [day, setDay] = useState('');
  const add = () => {
    if (!day || days.includes(day)) return;
    onDays([...days, day].sort());
    setDay('');
  };
  return (
    <Group name={`closed-${centre}`} label={t.closedDays} hint={t.closedHint} error={error}>
      {days.length > 0 && (
        <ul class="plain staffing-closed">
          {days.map((one) => (
            <li key={one}>
              {formatDay(one)}
              <Button
                small
                kind="quiet"
                aria-label={t.closedRemove(formatDay(one))}
                onClick={() => onDays(days.filter((other) => other !== one))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div class="staffing-add">
        <TextField
          name={`closed-day-${centre}`}
          type="date"
          label={t.closedDay}
          width="middle"
          value={day}
          onValue={setDay}
        />
        <Button small onClick={add}>
          {t.closedAdd}
        </Button>
      </div>
    </Group>
  );
}

interface Props {
  centre: Centre;
  errors: readonly FieldError[];
  onChange: (part: Partial<Centre>) => void;
}

export function StaffingFields({ centre, errors, onChange }: Props) {
  const t = season.t.staffing;
  const { id, staffing = [], closed_days = [] } = centre;
  const set = (days: Staffing[]) => onChange({ staffing: days });
  return (
    <div class="staffing-fields">
      <CountField
        name={`guests-${id}`}
        label={t.guests}
        error={errorOf(errors, `guests-${id}`)}
        value={centre.guests}
        onValue={(guests) => onChange({ guests })}
      />
      {weekdays.map((day) => (
        <DayFields
          key={day}
          centre={id}
          day={day}
          staffing={staffing.find((one) => one.day === day)}
          errors={errors}
          onOpen={(open) => set(withOpen(staffing, day, open))}
          onPart={(part) => set(withPart(staffing, day, part))}
        />
      ))}
      {staffing.length > 1 && (
        <p>
          <Button small onClick={() => set(allLikeFirst(staffing))}>
            {t.same}
          </Button>
        </p>
      )}
      <ClosedDays
        centre={id}
        days={closed_days}
        error={errorOf(errors, `closed-${id}`)}
        onDays={(days) => onChange({ closed_days: days })}
      />
    </div>
  );
}
