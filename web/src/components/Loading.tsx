import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { common } from '../i18n/common';
import type { Resource } from '../state/resource';
import { Button } from './Button';
import { problemText } from './ErrorSummary';

/** Grey lines where the list will be; the word comes only when it takes long. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="skeleton" aria-busy="true">
      {late && (
        <p class="hidden" role="status">
          {common.t.loading}
        </p>
      )}
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} class="skeleton-line" />
      ))}
    </div>
  );
}

/** What belongs here, and how it comes to be here. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

interface LoadedProps<T> {
  of: Resource<T>;
  lines?: number;
  children: (data: T) => ComponentChildren;
}

/** The three states of something read: on its way, not to be had (with a way to try again), there. */
export function Loaded<T>({ of, lines, children }: LoadedProps<T>) {
  if (of.data !== null) return <>{children(of.data)}</>;
  if (of.problem) {
    return (
      <div class="notice notice-warn" role="alert">
        <p>{problemText(of.problem)}</p>
        <Button onClick={of.reload}>{common.t.tryAgain}</Button>
      </div>
    );
  }
  return <Skeleton {...(lines === undefined ? {} : { lines })} />;
}
