import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** For a line of links that scrolls sideways on a phone: the one of this page is in view. */
export function useCurrentShown(page: string): RefObject<HTMLElement | null> {
  const line = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const box = line.current;
    const current = box?.querySelector<HTMLElement>('[aria-current]');
    if (!box || !current) return;
    const { left, width } = current.getBoundingClientRect();
    const shown = box.getBoundingClientRect();
    box.scrollLeft += left + width / 2 - (shown.left + shown.width / 2);
  }, [page]);
  return line;
}
