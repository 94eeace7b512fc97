// Small fields of the settings rows: a number, periods, skills.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Toggles } from '../../../components/Toggles';
import { coordinator } from '../../../i18n/parts';
import { daysSpan, weekNumber } from '../../../lib/weeks';
import { codeName, nameIn, region } from '../../../state/region';

type Period = Schemas['RoundPeriod'];

/** `5. nädal`, or the period's own name. */
export function periodName(period: Period | string): string {
  const id = typeof period === 'string' ? period : period.id;
  const week = weekNumber(id);
  return week === null ? id : coordinator.t.round.period(week);
}

export const periodDays = (period: Period): string => daysSpan(period.first, period.last);

/** In a table of youth centres the words themselves say nothing. */
export const shortName = (centre: string): string => centre.replace(/ noortekeskus$/, '');

interface NumberProps {
  name: string;
  /** What is heard; `short` stands above the box on a phone. */
  label: string;
  short: string;
  value: number;
  max?: number;
  onValue: (value: number) => void;
}

export function SmallNumber({ name, label, short, value, max = 100, onValue }: NumberProps) {
  return (
    <label class="cell cell-number">
      <span class="cell-label" aria-hidden="true">
        {short}
      </span>
      <span class="hidden">{label}</span>
      <input
        id={name}
        type="number"
        class="input"
        inputMode="numeric"
        min={0}
        max={max}
        value={value}
        onInput={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          if (Number.isInteger(typed) && typed >= 0 && typed <= max) onValue(typed);
        }}
      />
    </label>
  );
}

interface PeriodsProps {
  label: string;
  short: string;
  /** What is heard of one button. */
  name: (period: string) => string;
  periods: readonly Period[];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}

/** Weeks that are pressed are the ones that do not suit. */
export function PeriodToggles({ label, short, name, periods, chosen, onChosen }: PeriodsProps) {
  const set = new Set(chosen);
  return (
    <div class="cell cell-periods">
      <span class="cell-label" aria-hidden="true">
        {short}
      </span>
      <Toggles
        label={label}
        sign="×"
        toggles={periods.map((period) => ({
          key: period.id,
          label: String(weekNumber(period.id) ?? period.id),
          name: name(`${periodName(period)}, ${periodDays(period)}`),
        }))}
        pressed={set}
        onToggle={(id) => onChosen(set.has(id) ? chosen.filter((p) => p !== id) : [...chosen, id])}
      />
    </div>
  );
}

interface SkillsProps<V extends string> {
  label: string;
  short: string;
  chosen: Readonly<Record<string, V>>;
  /** The values a skill can have; the first is "not". */
  values: readonly { value: V; label: string }[];
  onChosen: (chosen: Record<string, V>) => void;
}

/** Skills in words, changed in a dialog: 36 of them are too many for a row. */
export function SkillChoice<V extends string>({ label, short, chosen, values, onChosen }: SkillsProps<V>) {
  const t = coordinator.t.round;
  const [open, setOpen] = useState(false);
  const none = values[0]?.value as V;
  const names = Object.keys(chosen).map(codeName);
  const skills = region.value?.skills ?? [];
  const groups = [...new Set(skills.map((s) => s.group))];
  const set = (code: string, value: V) => {
    const { [code]: _, ...rest } = chosen;
    onChosen((value === none ? rest : { ...rest, [code]: value }) as Record<string, V>);
  };
  return (
    <div class="cell cell-skills">
      <span class="cell-label" aria-hidden="true">
        {short}
      </span>
      <button type="button" class="skills-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span class="hidden">{label}: </span>
        {names.length > 0 ? names.join(', ') : <span class="soft">{t.nothing}</span>}
        <span class="skills-change">{t.choose}</span>
      </button>
      <Dialog title={label} open={open} onClose={() => setOpen(false)}>
        {groups.map((group) => (
          <fieldset class="skill-group" key={group}>
            <legend>{t.groups[group] ?? group}</legend>
            {skills
              .filter((s) => s.group === group)
              .map((s) =>
                values.length === 2 ? (
                  <div class="choice" key={s.code}>
                    <input
                      type="checkbox"
                      id={`${label}-${s.code}`}
                      checked={chosen[s.code] !== undefined}
                      onChange={(event) =>
                        set(s.code, (event.currentTarget.checked ? values[1]?.value : none) as V)
                      }
                    />
                    <label for={`${label}-${s.code}`}>{nameIn(s.names)}</label>
                  </div>
                ) : (
                  <label class="want" key={s.code}>
                    <span>{nameIn(s.names)}</span>
                    <select
                      class="input"
                      value={chosen[s.code] ?? none}
                      onChange={(event) => set(s.code, event.currentTarget.value as V)}
                    >
                      {values.map((v) => (
                        <option key={v.value} value={v.value}>
                          {v.label}
                        </option>
                      ))}
                    </select>
                  </label>
                ),
              )}
          </fieldset>
        ))}
        <div class="buttons">
          <Button kind="primary" onClick={() => setOpen(false)}>
            {t.done}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
