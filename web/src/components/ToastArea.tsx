import { useEffect, useState } from 'preact/hooks';
import { common } from '../i18n/common';
import { dismissToast, shown } from '../state/toast';
import { Button } from './Button';

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
    <>
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
    </>
  );
}
