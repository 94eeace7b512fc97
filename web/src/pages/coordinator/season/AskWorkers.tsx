// The four questions: asked of all who take part, to be answered by a day.
import { useState } from 'preact/hooks';
import { api, Problem } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, errorOf } from '../../../components/ErrorSummary';
import { TextField } from '../../../components/Field';
import { focusHeading } from '../../../components/Page';
import { toast } from '../../../components/Toast';
import { addDays, formatLongDay, today } from '../../../i18n/dates';
import { coordinator } from '../../../i18n/parts';
import { season } from '../../../i18n/season';
import { useForm } from '../../../state/form';
import { isFixed } from '../round/Fixed';
import type { Round, RoundPart } from '../round/RoundPages';
import { Answers } from './Answers';

const usualDays = 14;

/** Who gets a letter: those who take part, of a centre that does, and have not answered. */
function toldOf(round: Round): number {
  const taking = new Set(round.centres.filter((c) => c.takes_part).map((c) => c.id));
  return round.workers.filter((w) => w.takes_part && taking.has(w.home_centre) && !w.answered_at).length;
}

function AskForm({ round, onRound, onStale }: RoundPart) {
  const t = season.t.ask;
  const form = useForm();
  const [by, setBy] = useState(round.answer_by ?? addDays(today(), usualDays));
  const asked = round.asked > 0;
  const told = toldOf(round);
  const ask = () =>
    form.submit(
      () => (by ? [] : [{ field: 'answer_by', message: t.byMissing }]),
      async () => {
        try {
          const { id, version } = round;
          onRound(
            await api.post('/api/v1/rounds/{id}/questions', {
              path: { id },
              version,
              body: { answer_by: by },
            }),
          );
          toast(t.sent);
          focusHeading();
        } catch (error) {
          if (!(error instanceof Problem) || error.status !== 412) throw error;
          onStale();
          toast(coordinator.t.round.stale, { ms: 8_000 });
        }
      },
    );
  return (
    <form
      noValidate
      class="reading"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <ErrorSummary {...form} />
      <TextField
        name="answer_by"
        type="date"
        width="middle"
        label={t.by}
        hint={
          <>
            {by && <b>{formatLongDay(by)}. </b>}
            {t.byHint}
          </>
        }
        error={errorOf(form.errors, 'answer_by')}
        value={by}
        onValue={setBy}
      />
      <p>{asked ? t.tellsAgain(told) : t.tells(told)}</p>
      {(round.state === 'proposed' || round.state === 'approving') && <p class="notice">{t.back}</p>}
      <div class="buttons">
        <Button kind={asked ? 'plain' : 'primary'} type="submit" busy={form.busy}>
          {asked ? t.again : t.send}
        </Button>
      </div>
    </form>
  );
}

function Asking(props: RoundPart) {
  const { round } = props;
  const t = season.t.ask;
  if (round.state === 'planning') return <p class="notice">{t.planning}</p>;
  if (!round.workers.some((w) => w.takes_part)) return <p class="notice notice-warn">{t.nobody}</p>;
  return <AskForm {...props} />;
}

export function AskWorkers(props: RoundPart) {
  const t = season.t.ask;
  return (
    <>
      <h2>{t.title}</h2>
      <p>{t.lead}</p>
      {!isFixed(props.round) && <Asking {...props} />}
      <Answers round={props.round} />
    </>
  );
}
