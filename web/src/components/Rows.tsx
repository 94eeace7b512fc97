import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export { Fact, Facts } from './Facts';

/** A list of things one below the other, with a hairline between. */
export function Rows({ label, children }: { label?: string; children: ComponentChildren }) {
  return (
    <ul class="rows" aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** Stands at the left: a DateLeaf, a number. */
  side?: ComponentChildren;
  title: ComponentChildren;
  /** The whole row leads there (the title is the link). */
  href?: string;
  actions?: ComponentChildren;
  children?: ComponentChildren;
}

export function Row({ side, title, href, actions, children }: RowProps) {
  const id = useId();
  return (
    <li class={href ? 'row row-link' : 'row'}>
      {side && <div class="row-side">{side}</div>}
      <div class="row-body">
        <h3 class="row-title" id={actions ? id : undefined}>
          {href ? <a href={href}>{title}</a> : title}
        </h3>
        {children}
      </div>
      {actions && (
        // Many rows have the same buttons: whoever hears one hears whose it is.
        <div class="row-actions" role="group" aria-labelledby={id}>
          {actions}
        </div>
      )}
    </li>
  );
}

type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

const signs: Record<Tone, string> = { plain: '', good: '✓ ', warn: '! ', bad: '× ', accent: '' };

/** A state in a word, with a sign beside its colour. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <span class={`tag tag-${tone}`}>
      {signs[tone] && <span aria-hidden="true">{signs[tone]}</span>}
      {children}
    </span>
  );
}
