import type { ComponentChildren } from 'preact';
import { common } from '../i18n/common';

interface Around {
  /** Also the id that the error summary links to. */
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | undefined;
  optional?: boolean;
}

const described = (name: string, hint: unknown, error: unknown) =>
  [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ') || undefined;

function Notes({ name, hint, error }: Pick<Around, 'name' | 'hint' | 'error'>) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

const Optional = ({ show }: { show: boolean | undefined }) =>
  show ? <span class="optional"> ({common.t.optional})</span> : null;

interface TextProps extends Around {
  type?: 'text' | 'email' | 'tel' | 'password' | 'date' | 'time' | 'search' | 'number';
  inputMode?: 'numeric' | 'decimal' | 'email' | 'tel' | 'text';
  autocomplete?: string;
  maxLength?: number;
  min?: string | number;
  max?: string | number;
  spellcheck?: boolean;
  value: string;
  onValue: (value: string) => void;
  /** Of a group: its error and its hint belong to this field, too. */
  group?: string | undefined;
  wrong?: boolean;
  /** In characters; the box is as wide as what belongs in it. */
  width?: 'year' | 'short' | 'middle' | 'full';
}

export function TextField(props: TextProps) {
  const {
    name,
    label,
    hint,
    error,
    optional,
    value,
    onValue,
    width = 'full',
    type = 'text',
    group,
    wrong = Boolean(error),
    ...rest
  } = props;
  return (
    <div class={`field${error ? ' field-wrong' : ''}`}>
      <label for={name}>
        {label}
        <Optional show={optional} />
      </label>
      <Notes name={name} hint={hint} error={error} />
      <input
        {...rest}
        type={type as 'text'}
        id={name}
        name={name}
        class={`input input-${width}`}
        value={value}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={group ?? described(name, hint, error)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}

interface AreaProps extends Around {
  value: string;
  onValue: (value: string) => void;
  maxLength?: number;
  rows?: number;
}

export function TextArea({
  name,
  label,
  hint,
  error,
  optional,
  value,
  onValue,
  maxLength,
  rows = 4,
}: AreaProps) {
  return (
    <div class={`field${error ? ' field-wrong' : ''}`}>
      <label for={name}>
        {label}
        <Optional show={optional} />
      </label>
      <Notes name={name} hint={hint} error={error} />
      <textarea
        id={name}
        name={name}
        class="input"
        rows={rows}
        maxLength={maxLength}
        value={value}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described(name, hint, error)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: ComponentChildren;
}

interface SelectProps<T extends string> extends Around {
  value: T;
  choices: readonly Choice<T>[];
  onValue: (value: T) => void;
}

export function Select<T extends string>({
  name,
  label,
  hint,
  error,
  optional,
  value,
  choices,
  onValue,
}: SelectProps<T>) {
  return (
    <div class={`field${error ? ' field-wrong' : ''}`}>
      <label for={name}>
        {label}
        <Optional show={optional} />
      </label>
      <Notes name={name} hint={hint} error={error} />
      <select
        id={name}
        name={name}
        class="input"
        value={value}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described(name, hint, error)}
        onChange={(event) => onValue(event.currentTarget.value as T)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Fields that belong together, with a name of their own. */
export function Group({
  name,
  label,
  hint,
  error,
  optional,
  children,
}: Around & { children: ComponentChildren }) {
  return (
    <fieldset
      class={`field${error ? ' field-wrong' : ''}`}
      id={name}
      tabIndex={-1}
      aria-describedby={described(name, hint, error)}
    >
      <legend>
        {label}
        <Optional show={optional} />
      </legend>
      <Notes name={name} hint={hint} error={error} />
      {children}
    </fieldset>
  );
}

interface CheckProps {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  checked: boolean;
  onValue: (checked: boolean) => void;
  /** Shown around it, with the id `NAME-error`. */
  error?: string | undefined;
}

export function Checkbox({ name, label, hint, checked, onValue, error }: CheckProps) {
  return (
    <div class="choice">
      <input
        type="checkbox"
        id={name}
        name={name}
        checked={checked}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described(name, hint, error)}
        onChange={(event) => onValue(event.currentTarget.checked)}
      />
      <label for={name}>{label}</label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface RadioProps<T extends string> extends Around {
  value: T | null;
  choices: readonly Choice<T>[];
  onValue: (value: T) => void;
  /** Side by side where there is room. */
  inline?: boolean;
}

export function Radios<T extends string>({ value, choices, onValue, inline, ...around }: RadioProps<T>) {
  return (
    <Group {...around}>
      <div class={inline ? 'choices choices-inline' : 'choices'}>
        {choices.map((choice) => (
          <div class="choice" key={choice.value}>
            <input
              type="radio"
              id={`${around.name}-${choice.value}`}
              name={around.name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onValue(choice.value)}
            />
            <label for={`${around.name}-${choice.value}`}>{choice.label}</label>
          </div>
        ))}
      </div>
    </Group>
  );
}
