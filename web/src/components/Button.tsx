import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { common } from '../i18n/common';

type Kind = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps {
  kind?: Kind;
  small?: boolean;
  type?: 'button' | 'submit';
  /** Work is under way: says so, and a second press does nothing. */
  busy?: boolean;
  class?: string;
  id?: string;
  'aria-label'?: string;
  'aria-pressed'?: boolean;
  'aria-expanded'?: boolean;
  'aria-describedby'?: string;
  onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => void;
  children: ComponentChildren;
}

export function Button({
  kind = 'plain',
  small,
  type = 'button',
  busy,
  children,
  onClick,
  class: more,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      class={`button button-${kind}${small ? ' button-small' : ''}${more ? ` ${more}` : ''}`}
      aria-disabled={busy ? 'true' : undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
      {busy && (
        <span class="busy" role="status">
          <span class="hidden">{common.t.working}</span>
        </span>
      )}
    </button>
  );
}

interface LinkProps {
  href: string;
  class?: string;
  /** Saves the file under this name instead of opening it. */
  download?: string;
  'aria-label'?: string;
  kind?: Kind;
  small?: boolean;
  children: ComponentChildren;
}

/** Looks like a button, goes somewhere. */
export function ButtonLink({ kind = 'plain', small, children, class: more, ...rest }: LinkProps) {
  return (
    <a {...rest} class={`button button-${kind}${small ? ' button-small' : ''}${more ? ` ${more}` : ''}`}>
      {children}
    </a>
  );
}
