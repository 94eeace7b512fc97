import { useEffect, useRef } from 'preact/hooks';
import { AvailabilityGrid } from '../../../components/AvailabilityGrid';
import { Button } from '../../../components/Button';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Radios, TextField } from '../../../components/Field';
import { register } from '../../../i18n/parts';
import { type DayPart, hoursOfParts, partHours } from '../../../lib/availability';
import type { TimeAnswers } from './answers';
import { ExactHours } from './ExactHours';

export interface TimeProps {
  time: TimeAnswers;
  onTime: (time: TimeAnswers) => void;
  errors: readonly FieldError[];
}

const hour = (text: string) => String(Number(text.slice(0, 2)));

export function WhenFields(props: TimeProps) {
  const { time, onTime, errors } = props;
  const t = register.t;
  const exact = time.exact !== null;
  const was = useRef(exact);
  // The button that changed the way is gone with it: the focus goes to what stands there now.
  useEffect(() => {
    if (was.current !== exact) document.getElementById('availability')?.focus();
    was.current = exact;
  }, [exact]);
  const partName = (part: DayPart) => ({
    name: t.parts[part],
    hours: `${hour(partHours[part].from)}–${hour(partHours[part].to)}`,
  });
  return (
    <>
      {time.exact ? (
        <ExactHours {...props} />
      ) : (
        <>
          <AvailabilityGrid
            name="availability"
            label={t.week}
            value={time.parts}
            onValue={(parts) => onTime({ ...time, parts })}
            partNames={{
              morning: partName('morning'),
              afternoon: partName('afternoon'),
              evening: partName('evening'),
            }}
          />
          <p>
            <Button kind="quiet" small onClick={() => onTime({ ...time, exact: hoursOfParts(time.parts) })}>
              {t.exact}
            </Button>
          </p>
        </>
      )}
      <Radios
        name="commitment"
        label={t.commitment}
        optional
        value={time.commitment}
        choices={(['once', 'sometimes', 'weekly'] as const).map((value) => ({
          value,
          label: t.commitments[value],
        }))}
        onValue={(commitment) => onTime({ ...time, commitment })}
      />
      {time.commitment === 'weekly' && (
        <TextField
          name="perWeek"
          label={t.hours}
          optional
          inputMode="numeric"
          maxLength={2}
          width="short"
          value={time.perWeek}
          onValue={(perWeek) => onTime({ ...time, perWeek })}
          error={errorOf(errors, 'perWeek')}
        />
      )}
    </>
  );
}
