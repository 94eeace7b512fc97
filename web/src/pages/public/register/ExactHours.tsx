import { Button } from '../../../components/Button';
import { errorOf } from '../../../components/ErrorSummary';
import { Group, Select, TextField } from '../../../components/Field';
import { common } from '../../../i18n/common';
import { weekdayName } from '../../../i18n/dates';
import { register } from '../../../i18n/parts';
import { type Hours, partsOfHours } from '../../../lib/availability';
import type { TimeProps } from './WhenFields';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'];

/** Exact hours instead of parts of days: a row each. */
export function ExactHours({ time, onTime, errors }: TimeProps) {
  const t = register.t;
  const list = time.exact ?? [];
  const put = (at: number, change: Partial<Hours>) =>
    onTime({ ...time, exact: list.map((h, i) => (i === at ? { ...h, ...change } : h)) });
  return (
    <Group name="availability" label={t.exact} hint={t.exactHint}>
      {list.map((hours, i) => (
        <div class="field-row hours" key={i}>
          <Select
            name={`day-${i}`}
            label={t.weekday}
            value={String(hours.day)}
            choices={weekdays.map((value) => ({ value, label: weekdayName(Number(value), 'long') }))}
            onValue={(day) => put(i, { day: Number(day) })}
          />
          <TextField
            name={`from-${i}`}
            type="time"
            label={t.from}
            value={hours.from}
            onValue={(from) => put(i, { from })}
          />
          <TextField
            name={`to-${i}`}
            type="time"
            label={t.to}
            value={hours.to}
            onValue={(to) => put(i, { to })}
            error={errorOf(errors, `to-${i}`)}
          />
          <Button
            kind="quiet"
            small
            aria-label={`${common.t.remove}: ${weekdayName(hours.day, 'long')} ${hours.from}`}
            onClick={() => {
              onTime({ ...time, exact: list.filter((_, at) => at !== i) });
              document.getElementById('availability')?.focus();
            }}
          >
            {common.t.remove}
          </Button>
        </div>
      ))}
      <Button
        small
        onClick={() => onTime({ ...time, exact: [...list, { day: 1, from: '16:00', to: '19:00' }] })}
      >
        {t.addHours}
      </Button>{' '}
      <Button
        kind="quiet"
        small
        onClick={() => onTime({ ...time, parts: partsOfHours(list) ?? time.parts, exact: null })}
      >
        {t.useParts}
      </Button>
    </Group>
  );
}
