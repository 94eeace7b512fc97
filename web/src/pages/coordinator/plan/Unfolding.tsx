import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  class: string;
  summary: ComponentChildren;
  children: () => ComponentChildren;
}

/** What is long and seldom looked at: made when it is opened for the first time. */
export function Unfolding({ summary, children, ...rest }: Props) {
  const [wanted, setWanted] = useState(false);
  return (
    <details {...rest} onToggle={(event) => event.currentTarget.open && setWanted(true)}>
      <summary>{summary}</summary>
      {wanted && children()}
    </details>
  );
}
