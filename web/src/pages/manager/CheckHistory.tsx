// The checks that somebody has, and another municipality's check that one's own may rely on (R3).
import { useState } from 'preact/hooks';
import { api, type Centre, Problem, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { problemText } from '../../components/ErrorSummary';
import { Tag } from '../../components/Rows';
import { toast } from '../../components/Toast';
import { formatLongDay, today } from '../../i18n/dates';
import { manager, staff } from '../../i18n/parts';
import { municipalityName } from '../../state/region';

type Check = Schemas['Check'];

const isValid = (check: Check) => check.result === 'permitted' && check.valid_until >= today();

/** The best check of another municipality that this one may accept; null when its own is as good or there is none. */
export function acceptable(checks: readonly Check[], municipality: string): Check | null {
  const own = checks.filter((c) => c.checker === municipality);
  // A newer result of one's own, whatever it says, is not overruled by an older one of somebody else.
  const newest =
    own
      .map((c) => c.checked_on)
      .sort()
      .at(-1) ?? '';
  const others = checks
    .filter((c) => c.checker !== municipality && !c.accepted_from && isValid(c) && c.checked_on > newest)
    .sort((a, b) => b.valid_until.localeCompare(a.valid_until));
  return others[0] ?? null;
}

interface AcceptProps {
  check: Check;
  name: string;
  centre: Centre;
  onAccepted: () => void;
}

/** Nothing to type: the dates are the other's. */
export function AcceptCheck({ check, name, centre, onAccepted }: AcceptProps) {
  const t = staff.t.accept;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const until = formatLongDay(check.valid_until);
  const accept = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const made = await api.post('/api/v1/checks/{id}/acceptance', {
        path: { id: check.id },
        body: { checker: centre.municipality },
      });
      const agreed = made.agreed_now ?? 0;
      toast(agreed > 0 ? manager.t.check.savedAgreed(name, until, agreed) : t.done(name, until));
      onAccepted();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="accept" aria-labelledby="accept-title">
      <h3 id="accept-title">{t.title}</h3>
      <p>{t.body(municipalityName(check.checker), until)}</p>
      {problem && (
        <p class="error" role="alert">
          {problemText(problem)}
        </p>
      )}
      <Button kind="primary" busy={busy} onClick={accept}>
        {t.button}
      </Button>
      <p class="hint">{t.hint}</p>
    </section>
  );
}

export function EarlierChecks({ checks }: { checks: readonly Check[] }) {
  const t = manager.t.check;
  if (checks.length === 0) return null;
  return (
    <>
      <h3>{t.earlier}</h3>
      <ul class="plain earlier-checks">
        {checks.map((check) => (
          <li key={check.id}>
            <Tag tone={check.result === 'prohibited' ? 'bad' : isValid(check) ? 'good' : 'plain'}>
              {t[check.result]}
            </Tag>{' '}
            {formatLongDay(check.checked_on)} – {formatLongDay(check.valid_until)},{' '}
            {municipalityName(check.checker)}
            {check.accepted_from && ` (${staff.t.accept.from})`}
          </li>
        ))}
      </ul>
    </>
  );
}
