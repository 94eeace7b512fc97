import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api';
import { common } from '../i18n/common';

export interface FieldError {
  /** The id of the field. */
  field: string;
  message: string;
}

/** The sentence for a problem that has no text of its own. */
export function problemText(problem: Problem): string {
  const t = common.t;
  if (problem.offline) return t.offline;
  if (problem.status === 503) return t.busy;
  if (problem.status === 412) return t.stale;
  if (problem.status === 429) return t.tooMany;
  if (problem.code === 'unreadable' || problem.status < 0) return t.broken;
  return problem.detail ? `${problem.message}. ${problem.detail}` : problem.message;
}

/** The server's fields as the form's: pointers like `/guardian/email` through `names`, others by their last part. */
export function fieldErrors(problem: Problem, names: Record<string, string> = {}): FieldError[] {
  return problem.fields.map(({ field, message }) => {
    const pointer = field.replace(/^[/?]/, '');
    const whole = names[pointer];
    const first = pointer.split('/')[0] ?? pointer;
    return { field: whole ?? names[first] ?? first, message };
  });
}

export const errorOf = (errors: readonly FieldError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.message;

interface Props {
  errors: readonly FieldError[];
  problem?: Problem | null;
  /** Grows with each attempt, so that the same errors take the focus again. */
  attempt?: number;
}

/** What to fix, on top of the form; takes the focus and links to each field. */
export function ErrorSummary({ errors, problem, attempt = 0 }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const any = errors.length > 0 || Boolean(problem);
  useEffect(() => {
    if (any) box.current?.focus();
  }, [any, attempt]);
  if (!any) return null;
  const t = common.t;
  const go = (event: Event, field: string) => {
    const target = document.getElementById(field);
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
  };
  return (
    <div class="summary" role="alert" tabIndex={-1} ref={box}>
      {errors.length > 0 ? (
        <>
          <h2>{t.errorTitle}</h2>
          <p>{t.errorCount(errors.length)}</p>
          <ul>
            {errors.map((error) => (
              <li key={error.field + error.message}>
                <a href={`#${error.field}`} onClick={(event) => go(event, error.field)}>
                  {error.message}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        problem && <p>{problemText(problem)}</p>
      )}
    </div>
  );
}
