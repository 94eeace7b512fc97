import { useRef } from 'preact/hooks';

export interface Toggle {
  key: string;
  /** What stands on the button; `name` is what is heard. */
  label: string;
  name: string;
}

interface Props {
  id?: string;
  label: string;
  toggles: readonly Toggle[];
  pressed: ReadonlySet<string>;
  onToggle: (key: string) => void;
  /** The sign of a pressed button beside its colour. */
  sign?: string;
  disabled?: boolean;
}

/** A row of buttons that are on or off. One stop for Tab; arrows move inside. */
export function Toggles({ id, label, toggles, pressed, onToggle, sign = '✓', disabled }: Props) {
  const box = useRef<HTMLFieldSetElement>(null);
  const at = useRef(0);
  const move = (event: KeyboardEvent, index: number) => {
    const steps: Record<string, number> = {
      ArrowRight: index + 1,
      ArrowDown: index + 1,
      ArrowLeft: index - 1,
      ArrowUp: index - 1,
      Home: 0,
      End: toggles.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const buttons = box.current?.querySelectorAll<HTMLButtonElement>('button');
    const next = (to + toggles.length) % toggles.length;
    for (const button of buttons ?? []) button.tabIndex = -1;
    const target = buttons?.[next];
    if (!target) return;
    target.tabIndex = 0;
    target.focus();
    at.current = next;
  };
  return (
    <fieldset class="toggles" ref={box} id={id} tabIndex={-1} disabled={disabled} aria-label={label}>
      {toggles.map((toggle, i) => {
        const on = pressed.has(toggle.key);
        return (
          <button
            type="button"
            key={toggle.key}
            class="toggle"
            aria-pressed={on}
            aria-label={toggle.name}
            title={toggle.name}
            tabIndex={i === at.current ? 0 : -1}
            onClick={() => onToggle(toggle.key)}
            onKeyDown={(event) => move(event, i)}
          >
            {toggle.label}
            <span class="toggle-sign" aria-hidden="true">
              {on ? sign : ''}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
