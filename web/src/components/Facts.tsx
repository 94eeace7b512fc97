import type { ComponentChildren } from 'preact';

/** Facts as name and value, as in "check your answers". */
export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

export function Fact({
  name,
  action,
  children,
}: {
  name: string;
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
      {action && <dd class="fact-action">{action}</dd>}
    </div>
  );
}
