import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { common } from '../i18n/common';

interface Props<T> {
  name: string;
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  typed: string;
  onTyped: (typed: string) => void;
  options: readonly T[];
  optionKey: (option: T) => string;
  optionLabel: (option: T) => string;
  /** Tells alike names apart. */
  optionNote?: (option: T) => string;
  onChoose: (option: T) => void;
  /** What to do when nothing is found. */
  nothing?: string;
}

/** How long typing must rest before the count is said, so that each letter is not talked over. */
const restMs = 500;

/** A text box with suggestions, as the ARIA combobox pattern (list autocomplete) asks. */
export function Combobox<T>(props: Props<T>) {
  const {
    name,
    label,
    hint,
    error,
    typed,
    onTyped,
    options,
    optionKey,
    optionLabel,
    optionNote,
    onChoose,
    nothing,
  } = props;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = open && typed.trim() !== '';
  const at = Math.min(active, options.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  const count = shown ? options.length : null;
  const [said, setSaid] = useState<number | null>(null);
  useEffect(() => {
    if (count === null) return setSaid(null);
    const timer = setTimeout(setSaid, restMs, count);
    return () => clearTimeout(timer);
  }, [count, typed]);
  const choose = (option: T) => {
    onChoose(option);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!shown) setOpen(true);
      else
        setActive((at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % Math.max(options.length, 1));
    } else if (event.key === 'Enter' && shown) {
      const option = options[at];
      event.preventDefault();
      if (option) choose(option);
    } else if (event.key === 'Escape' && shown) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div class={`field combobox${error ? ' field-wrong' : ''}`}>
      <label for={name}>{label}</label>
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
      <input
        id={name}
        name={name}
        type="text"
        class="input"
        role="combobox"
        autocomplete="off"
        autocapitalize="words"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && options[at] ? `${id}-${at}` : undefined}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={
          [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ') || undefined
        }
        value={typed}
        onInput={(event) => {
          onTyped(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <div
        class="combobox-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={label}
        ref={list}
        hidden={!shown || options.length === 0}
      >
        {shown &&
          options.map((option, i) => (
            <div
              key={optionKey(option)}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              class="combobox-option"
              // The press must not take the focus from the box before it counts.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              {optionLabel(option)}
              {optionNote && <span class="combobox-note">{optionNote(option)}</span>}
            </div>
          ))}
      </div>
      <p class={said === 0 ? 'hint nothing' : 'hidden'} role="status">
        {said === null ? '' : said > 0 ? common.t.resultsCount(said) : (nothing ?? common.t.noResults)}
      </p>
    </div>
  );
}
