// Carrying something over a table by mouse, pen or finger. A mouse carries after a few pixels; a finger after it has rested,
// so that it can still scroll.
import { useEffect, useRef } from 'preact/hooks';

interface Drag {
  /** What can be taken hold of, and what it can be put on. */
  handle: string;
  target: string;
  onStart: (handle: HTMLElement) => void;
  /** Where the pointer is, and what is under it. */
  onMove: (x: number, y: number, target: HTMLElement | null) => void;
  onDrop: (target: HTMLElement | null) => void;
  onCancel: () => void;
}

const mouseSlackPx = 5;
const fingerSlackPx = 10;
const restMs = 350;
const edgePx = 56;
const edgeStepPx = 14;

/** How far to scroll in a frame when the pointer is near an edge. */
function pull(at: number, low: number, high: number): number {
  if (at < low + edgePx) return -edgeStepPx;
  return at > high - edgePx ? edgeStepPx : 0;
}

/** The release that ends a drag is no click on what lies there. */
function swallowClick(): void {
  const swallow = (click: Event) => click.stopPropagation();
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 0);
}

function follow(box: HTMLElement, drag: () => Drag, enabled: () => boolean): () => void {
  let held: { handle: HTMLElement; x: number; y: number; touch: boolean; id: number } | null = null;
  let carrying = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let last = { x: 0, y: 0 };

  const under = () => {
    const element = document.elementFromPoint(last.x, last.y)?.closest<HTMLElement>(drag().target) ?? null;
    return element && box.contains(element) ? element : null;
  };
  const scroll = () => {
    const edge = box.getBoundingClientRect();
    box.scrollBy(
      pull(last.x, edge.left, Math.min(edge.right, innerWidth)),
      pull(last.y, Math.max(0, edge.top), Math.min(edge.bottom, innerHeight)),
    );
    drag().onMove(last.x, last.y, under());
    frame = requestAnimationFrame(scroll);
  };
  const start = () => {
    if (!held) return;
    carrying = true;
    drag().onStart(held.handle);
    frame = requestAnimationFrame(scroll);
  };
  const end = () => {
    clearTimeout(rest);
    cancelAnimationFrame(frame);
    held = null;
    carrying = false;
  };
  const cancel = () => {
    const was = carrying;
    end();
    if (was) drag().onCancel();
  };
  const down = (event: PointerEvent) => {
    const handle = (event.target as Element).closest<HTMLElement>(drag().handle);
    if (!handle || event.button !== 0 || !event.isPrimary || !enabled()) return;
    const touch = event.pointerType === 'touch';
    held = { handle, x: event.clientX, y: event.clientY, touch, id: event.pointerId };
    last = { x: event.clientX, y: event.clientY };
    if (touch) rest = setTimeout(start, restMs);
  };
  const move = (event: PointerEvent) => {
    if (!held || event.pointerId !== held.id) return;
    last = { x: event.clientX, y: event.clientY };
    if (carrying) return;
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y);
    if (held.touch ? far > fingerSlackPx : far > mouseSlackPx) held.touch ? end() : start();
  };
  const up = (event: PointerEvent) => {
    if (!held || event.pointerId !== held.id) return;
    const was = carrying;
    const target = was ? under() : null;
    end();
    if (!was) return;
    swallowClick();
    drag().onDrop(target);
  };
  const still = (event: Event) => carrying && event.preventDefault();
  const menu = (event: Event) => held?.touch && event.preventDefault();
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !carrying) return;
    event.stopPropagation();
    cancel();
    addEventListener('pointerup', swallowClick, { once: true });
  };

  box.addEventListener('pointerdown', down);
  box.addEventListener('touchmove', still, { passive: false });
  box.addEventListener('contextmenu', menu);
  addEventListener('pointermove', move);
  addEventListener('pointerup', up);
  addEventListener('pointercancel', cancel);
  addEventListener('keydown', key, true);
  return () => {
    cancel();
    box.removeEventListener('pointerdown', down);
    box.removeEventListener('touchmove', still);
    box.removeEventListener('contextmenu', menu);
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
    removeEventListener('pointercancel', cancel);
    removeEventListener('keydown', key, true);
  };
}

/** Gives the box that `ref` is put on a way to drag; nothing can be taken while not `enabled`. */
export function useDrag(box: { current: HTMLElement | null }, drag: Drag, enabled: boolean): void {
  const given = useRef(drag);
  given.current = drag;
  const may = useRef(enabled);
  may.current = enabled;
  useEffect(() => {
    if (!box.current) return;
    return follow(
      box.current,
      () => given.current,
      () => may.current,
    );
  }, []);
}
