// An open day that is not covered becomes a need for a worker, with one press; once there is one, the way to it.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { problemText } from '../../../components/ErrorSummary';
import { toast } from '../../../components/Toast';
import { formatDay } from '../../../i18n/dates';
import { board as texts } from '../../../i18n/parts';

interface Props {
  round: string;
  day: Schemas['CoverDay'];
  onPosted: () => void;
}

export function CoverNeed({ round, day, onPosted }: Props) {
  const t = texts.t.cover;
  const [busy, setBusy] = useState(false);
  const post = async () => {
    setBusy(true);
    try {
      const { centre } = day;
      await api.post('/api/v1/rounds/{id}/cover-needs', {
        path: { id: round },
        body: { centre, day: day.day },
      });
      toast(t.needPosted);
      onPosted();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(problemText(error), { ms: 8_000 });
    } finally {
      setBusy(false);
    }
  };
  if (day.need) return <a href={`/vajadused/${day.need}`}>{t.needThere}</a>;
  return (
    <Button small busy={busy} aria-label={t.needName(formatDay(day.day))} onClick={post}>
      {t.needPost}
    </Button>
  );
}
