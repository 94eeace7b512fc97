// An open day that is not covered becomes a need for a worker, with one press; once there is one, the way to it.
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { toast } from '../../../components/Toast';
import { formatDay } from '../../../i18n/dates';
import { board as texts } from '../../../i18n/parts';
import { useAct } from '../../staff/frame';

interface Props {
  round: string;
  day: Schemas['CoverDay'];
  onPosted: () => void;
}

export function CoverNeed({ round, day, onPosted }: Props) {
  const t = texts.t.cover;
  const { busy, act } = useAct();
  const post = () =>
    act('post', async () => {
      await api.post('/api/v1/rounds/{id}/cover-needs', {
        path: { id: round },
        body: { centre: day.centre, day: day.day },
      });
      toast(t.needPosted);
      onPosted();
    });
  if (day.need) return <a href={`/vajadused/${day.need}`}>{t.needThere}</a>;
  return (
    <Button small busy={busy === 'post'} aria-label={t.needName(formatDay(day.day))} onClick={post}>
      {t.needPost}
    </Button>
  );
}
