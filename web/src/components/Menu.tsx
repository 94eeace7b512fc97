import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  key: string;
  label: ComponentChildren;
  /** Why it cannot be chosen; the item stays readable and says it. */
  refused?: string | undefined;
  onChoose: () => void;
}

interface Props {
  label: ComponentChildren;
  /** When the label alone does not say what the menu is of. */
  name?: string;
  items: readonly MenuItem[];
  class?: string;
}

/** A list that would stick out at the end of a line begins further left, but not beyond the window. */
function keepInWindow(list: HTMLElement | null) {
  if (!list) return;
  const { left, right } = list.getBoundingClientRect();
  const margin = 8;
  const over = Math.min(right + margin - document.documentElement.clientWidth, left - margin);
  if (over > 0) list.style.left = `${-over}px`;
}

/** A button with a list of actions: arrows, Home, End, Escape, as the ARIA menu button pattern asks. */
export function Menu({ label, name, items, class: more = 'button button-plain button-small' }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = () => Array.from(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []);
  const close = (focus: boolean) => {
    setOpen(false);
    if (focus) button.current?.focus();
  };
  // Before it is seen, so that a second arrow, pressed at once, finds the first item.
  useLayoutEffect(() => {
    if (!open) return;
    keepInWindow(list.current);
    rows()[0]?.focus();
    const outside = (event: Event) => {
      if (!list.current?.contains(event.target as Node) && !button.current?.contains(event.target as Node))
        setOpen(false);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close(true);
    } else if (event.key === 'Tab') close(false);
  };
  return (
    <div class="menu">
      <button
        type="button"
        ref={button}
        class={more}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={name}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && !open) {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {label}
      </button>
      {open && (
        <div class="menu-list" role="menu" id={id} ref={list} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              key={item.key}
              aria-disabled={item.refused ? 'true' : undefined}
              onClick={() => {
                if (item.refused) return;
                close(true);
                item.onChoose();
              }}
            >
              {item.label}
              {item.refused && <span class="refused">{item.refused}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
