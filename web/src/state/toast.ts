// Short messages at the foot of the page. What draws them (components/ToastArea) comes with the first one.
import { signal } from './signal';

export interface Message {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
  until: number;
}

export const shown = signal<Message | null>(null);
let last = 0;

/** Says what happened; with `undo` there is a press to take it back while `ms` run. */
export function toast(
  text: string,
  { undo, ms = undo ? 10_000 : 5_000 }: { undo?: () => void; ms?: number } = {},
): void {
  last += 1;
  shown.value = { id: last, text, undo, until: Date.now() + ms };
}

export function dismissToast(): void {
  shown.value = null;
}
