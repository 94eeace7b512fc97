// Taking back and doing again, and the list of what was done with what each step cost.
import { useEffect } from 'preact/hooks';
import { board as texts } from '../../../i18n/parts';
import { changeSaid } from './said';
import type { PlanEdits } from './usePlanEdits';

/** Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, unless somebody writes in a field or a dialog is open. */
function useKeys({ undo, redo }: PlanEdits) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (target.closest('input, textarea, select') || document.querySelector('dialog[open]')) return;
      const key = event.key.toLowerCase();
      const back = key === 'z' && !event.shiftKey;
      if (!back && key !== 'y' && key !== 'z') return;
      event.preventDefault();
      if (back) undo();
      else redo();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}

interface StepProps {
  sign: string;
  label: string;
  /** What it takes back or does again; without it there is nothing to press for. */
  about: string | undefined;
  onPress: () => void;
}

function Step({ sign, label, about, onPress }: StepProps) {
  return (
    <button
      type="button"
      class="button button-plain button-small"
      aria-label={about ? `${label}: ${about}` : label}
      title={about}
      aria-disabled={about ? undefined : 'true'}
      onClick={about ? onPress : undefined}
    >
      <span aria-hidden="true">{sign}</span> {label}
    </button>
  );
}

export function HistoryBar({ edits }: { edits: PlanEdits }) {
  const t = texts.t.edit;
  const { done, undone } = edits.history;
  useKeys(edits);
  const total = done.reduce((sum, step) => sum + step.change, 0);
  return (
    <div class="history no-print">
      <Step sign="↶" label={t.undo} about={done.at(-1)?.said} onPress={edits.undo} />
      <Step sign="↷" label={t.redo} about={undone.at(-1)?.said} onPress={edits.redo} />
      {done.length > 0 && (
        <details class="history-list">
          <summary>{t.steps(done.length, changeSaid(total))}</summary>
          <ol reversed>
            {[...done].reverse().map((step, i) => (
              <li key={done.length - i}>{step.said}</li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
