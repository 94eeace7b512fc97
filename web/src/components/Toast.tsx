import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { common } from '../i18n/common';
import { Button } from './Button';

interface Message {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
  until: number;
}

const shown = signal<Message | null>(null);
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

function secondsTo(until: number): number {
  return Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

export function ToastArea() {
  const message = shown.value;
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!message) return;
    const tick = () => {
      setLeft(secondsTo(message.until));
      if (Date.now() >= message.until && shown.peek()?.id === message.id) shown.value = null;
    };
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [message]);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {message && (
        <div class="toast" key={message.id}>
          <p>{message.text}</p>
          {message.undo && (
            <Button
              small
              onClick={() => {
                message.undo?.();
                shown.value = null;
              }}
            >
              {common.t.undo}
              <span class="toast-left" aria-hidden="true">
                {left}
              </span>
            </Button>
          )}
          <Button kind="quiet" small class="toast-close" aria-label={common.t.close} onClick={dismissToast}>
            ×
          </Button>
        </div>
      )}
    </div>
  );
}
