import { options } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** What `change` changes is drawn before this returns: a page that is printed by a script has no turn left to draw in. */
function drawnNow(change: () => void): void {
  options.debounceRendering = (draw) => draw();
  try {
    change();
  } finally {
    delete options.debounceRendering;
  }
}

/**
 * How many of `total` are drawn: `step` at once, so that the page answers, and as many more in each frame until all are.
 * Whoever prints gets all at once: frames may be still to come, and a page that nobody looks at has none.
 */
export function useGrowing(total: number, step: number): number {
  const [drawn, setDrawn] = useState(step);
  const growing = drawn < total;
  useEffect(() => {
    if (!growing) return;
    const frame = requestAnimationFrame(() => setDrawn((n) => n + step));
    return () => cancelAnimationFrame(frame);
  }, [drawn, growing, step]);
  useLayoutEffect(() => {
    if (!growing) return;
    const all = () => drawnNow(() => setDrawn((n) => Math.max(n, total)));
    addEventListener('beforeprint', all);
    return () => removeEventListener('beforeprint', all);
  }, [growing, total]);
  return Math.min(drawn, total);
}
