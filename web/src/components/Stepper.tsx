interface Props {
  name: string;
  label: string;
  hint?: string;
  /** Says what each button does, such as "üks vähem". */
  less: string;
  more: string;
  value: number;
  min: number;
  max: number;
  onValue: (value: number) => void;
}

/** A small number by thumb or by keys. */
export function Stepper({ name, label, hint, less, more, value, min, max, onValue }: Props) {
  const set = (wanted: number) => onValue(Math.min(max, Math.max(min, Math.round(wanted))));
  return (
    <div class="field">
      <label for={name} id={`${name}-label`}>
        {label}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <div class="stepper">
        <button
          type="button"
          class="button"
          aria-label={less}
          aria-describedby={`${name}-label`}
          disabled={value <= min}
          onClick={() => set(value - 1)}
        >
          <span aria-hidden="true">−</span>
        </button>
        <input
          id={name}
          name={name}
          class="input stepper-number"
          inputMode="numeric"
          aria-describedby={hint ? `${name}-hint` : undefined}
          value={value}
          onInput={(event) => {
            const typed = Number(event.currentTarget.value);
            if (Number.isInteger(typed) && typed >= min && typed <= max) onValue(typed);
          }}
          onBlur={(event) => {
            event.currentTarget.value = String(value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            set(value + (event.key === 'ArrowUp' ? 1 : -1));
          }}
        />
        <button
          type="button"
          class="button"
          aria-label={more}
          aria-describedby={`${name}-label`}
          disabled={value >= max}
          onClick={() => set(value + 1)}
        >
          <span aria-hidden="true">+</span>
        </button>
      </div>
    </div>
  );
}
