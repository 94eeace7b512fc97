import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { common } from '../i18n/common';

/** Set by the first page of a visit: there the browser's own focus stays, later pages take it to their heading. */
let visited = false;

/** As the `ref` of what a press brought in place of what was pressed: takes the focus that would be lost. */
export const focusOnce = (element: HTMLElement | null) => element?.focus();

/** When what had the focus is gone and nothing stands in its place. */
export const focusHeading = () => document.querySelector('h1')?.focus();

interface Props {
  title: string;
  /** In the browser's tab, where it says more than the heading. */
  tab?: string;
  /** Stands above the heading: where the page belongs, or "Samm 2 / 6". */
  above?: ComponentChildren;
  /** The id of what is heard after the heading when it takes the focus, such as the step. */
  describedBy?: string;
  lead?: ComponentChildren;
  /** narrow: forms and reading; middle: two of them; wide: lists with a map; full: tables. */
  width?: 'narrow' | 'middle' | 'wide' | 'full';
  children: ComponentChildren;
}

/** A page: title in the tab, one heading that takes the focus after navigation. */
export function Page({ title, tab = title, above, describedBy, lead, width = 'narrow', children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  document.title = `${tab} · ${common.t.service}`;
  useLayoutEffect(() => {
    if (visited) heading.current?.focus({ preventScroll: true });
    visited = true;
    scrollTo(0, 0);
  }, []);
  return (
    <main id="content" class={`page page-${width}`} tabIndex={-1}>
      <header class="page-head">
        {above && <p class="above">{above}</p>}
        <h1 ref={heading} tabIndex={-1} aria-describedby={describedBy}>
          {title}
        </h1>
        {lead && <p class="lead">{lead}</p>}
      </header>
      {children}
    </main>
  );
}
