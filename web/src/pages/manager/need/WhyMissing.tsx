// "Miks keegi puudub?": the rules that stand in the way of somebody, and the smallest changes that would let them in.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { problemText } from '../../../components/ErrorSummary';
import { TextField } from '../../../components/Field';
import { Tag } from '../../../components/Rows';
import { manager } from '../../../i18n/parts';

type Why = Schemas['Why'];

const shortestName = 2;

function Answer({ why }: { why: Why }) {
  const t = manager.t.need;
  return (
    <li class="why">
      <h3>
        {why.first_name} {why.fits && <Tag tone="good">{t.whyFits(why.rank ?? null)}</Tag>}
      </h3>
      {!why.fits && (
        <>
          <p class="soft">{t.whyNot}</p>
          <ul>
            {why.failed.map((reason) => (
              <li key={reason.code + reason.text}>{reason.text}</li>
            ))}
          </ul>
          {why.changes.length > 0 && (
            <>
              <p class="soft">{t.whyChange}</p>
              <ul>
                {why.changes.map((reason) => (
                  <li key={reason.code + reason.text}>{reason.text}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </li>
  );
}

export function WhyMissing({ need }: { need: string }) {
  const t = manager.t.need;
  const [q, setQ] = useState('');
  const [answers, setAnswers] = useState<Why[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const search = async (event: Event) => {
    event.preventDefault();
    if (q.trim().length < shortestName || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const found = await api.get('/api/v1/needs/{id}/why', { path: { id: need }, query: { q: q.trim() } });
      setAnswers(found.answers);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="why-title">
      <h2 id="why-title">{t.why}</h2>
      <form class="why-form" role="search" onSubmit={search}>
        <TextField
          name="why-name"
          label={t.whyName}
          hint={t.whyHelp}
          error={problem ? problemText(problem) : undefined}
          autocomplete="off"
          maxLength={60}
          value={q}
          onValue={setQ}
        />
        <Button type="submit" busy={busy}>
          {t.whySearch}
        </Button>
      </form>
      <div aria-live="polite">
        {answers &&
          (answers.length === 0 ? (
            <p>{t.whyNone}</p>
          ) : (
            <ul class="plain">
              {answers.map((why) => (
                <Answer key={why.person} why={why} />
              ))}
            </ul>
          ))}
      </div>
    </section>
  );
}
