// What is being written survives a reload in this tab: only what says nothing about anybody, and gone after signing out.
import { useEffect, useState } from 'preact/hooks';

const prefix = 'vahetus-draft ';

function read<T>(name: string): Partial<T> | null {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + name) ?? 'null');
  } catch {
    return null;
  }
}

function write(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {}
}

export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {}
}

export interface Draft<T> {
  value: T;
  change: (part: Partial<T>) => void;
  /** Anything but the first value: what a reload would lose. */
  touched: boolean;
  /** It was there already when the page opened. */
  found: boolean;
  /** Sent, or given up: nothing is kept. With a value the form starts from that. */
  clear: (value?: T) => void;
}

/** `personal` names what is never written to the browser's storage. A null `name` keeps nothing. */
export function useDraft<T extends object>(
  name: string | null,
  first: T,
  personal: readonly (keyof T)[],
): Draft<T> {
  const [start] = useState(() => {
    const kept = name ? read<T>(name) : null;
    return { kept, value: kept ? { ...first, ...kept } : first };
  });
  const [value, setValue] = useState(start.value);
  const [found, setFound] = useState(start.kept !== null);
  const touched = value !== first;
  useEffect(() => {
    if (!name || !touched) return;
    const rest: Partial<T> = { ...value };
    for (const key of personal) delete rest[key];
    write(name, rest);
  }, [name, value, touched]);
  return {
    value,
    touched,
    found,
    change: (part) => setValue((old) => ({ ...old, ...part })),
    clear: (next) => {
      if (name) write(name, null);
      setFound(false);
      if (next) setValue(next);
    },
  };
}
