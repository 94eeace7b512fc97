// The way of every small form: check, send, show what went wrong.
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../api';
import { type FieldError, fieldErrors } from '../components/ErrorSummary';

export interface Form {
  errors: readonly FieldError[];
  problem: Problem | null;
  attempt: number;
  busy: boolean;
  /** Sends if `check` finds nothing; `send` may throw a Problem, which becomes errors of fields. */
  submit: (check: () => FieldError[], send: () => Promise<void>) => Promise<void>;
}

/** `names` maps the API's fields to ids of this form's. */
export function useForm(names: Record<string, string> = {}): Form {
  const [state, setState] = useState({
    errors: [] as readonly FieldError[],
    problem: null as Problem | null,
  });
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  // Two presses may come before the first has drawn anything.
  const sending = useRef(false);
  return {
    ...state,
    attempt,
    busy,
    async submit(check, send) {
      if (sending.current) return;
      setAttempt((n) => n + 1);
      const errors = check();
      setState({ errors, problem: null });
      if (errors.length > 0) return;
      sending.current = true;
      setBusy(true);
      try {
        await send();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        setState({ errors: fieldErrors(error, names), problem: error });
      } finally {
        sending.current = false;
        setBusy(false);
      }
    },
  };
}
