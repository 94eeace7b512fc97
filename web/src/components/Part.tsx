import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  title: ComponentChildren;
  level?: 2 | 3;
  children: ComponentChildren;
}

/** A part of a page that stands there more than once: its heading is read out with the presses inside. */
export function Part({ title, level = 2, children }: Props) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section role="group" aria-labelledby={id}>
      <Heading id={id}>{title}</Heading>
      {children}
    </section>
  );
}
