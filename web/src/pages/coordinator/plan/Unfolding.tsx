import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  class: string;
  summary: ComponentChildren;
  /** How many lines it holds. */
  lines: number;
  children: () => ComponentChildren;
}

/** So many are written at once. */
const few = 12;

/**
 * What is long and seldom looked at: made when it is opened for the first time. Until then the browser's own search does
 * not find what stands there, which a closed `details` with its lines in it allows; so a short list is there at once.
 */
export function Unfolding({ summary, lines, children, ...rest }: Props) {
  const [wanted, setWanted] = useState(false);
  return (
    <details {...rest} onToggle={(event) => event.currentTarget.open && setWanted(true)}>
      <summary>{summary}</summary>
      {(wanted || lines <= few) && children()}
    </details>
  );
}
