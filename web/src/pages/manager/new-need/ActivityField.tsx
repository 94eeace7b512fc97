import { common } from '../../../i18n/common';
import { manager } from '../../../i18n/parts';
import { nameIn, region } from '../../../state/region';

interface Props {
  value: string;
  error: string | undefined;
  withWorkerSkills: boolean;
  onValue: (code: string) => void;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What is to be done: kinds of events first, then skills by their groups, in the phone's own list. */
export function ActivityField({ value, error, withWorkerSkills, onValue }: Props) {
  const t = manager.t.form;
  const known = region.value;
  if (!known) return null;
  const groups = [
    ...new Set(known.skills.filter((s) => withWorkerSkills || !s.worker_only).map((s) => s.group)),
  ];
  return (
    <div class={`field${error ? ' field-wrong' : ''}`}>
      <label for="activity">{t.activity}</label>
      {error && (
        <p class="error" id="activity-error">
          {error}
        </p>
      )}
      <select
        id="activity"
        class="input"
        value={value}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? 'activity-error' : undefined}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        <option value="">{t.choose}</option>
        <optgroup label={t.events}>
          {known.interests.map((item) => (
            <option key={item.code} value={item.code}>
              {capital(nameIn(item.names))}
            </option>
          ))}
        </optgroup>
        {groups.map((group) => (
          <optgroup key={group} label={t.groups[group] ?? common.t.any}>
            {known.skills
              .filter((s) => s.group === group)
              .map((item) => (
                <option key={item.code} value={item.code}>
                  {capital(nameIn(item.names))}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
