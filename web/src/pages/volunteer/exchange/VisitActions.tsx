// What a worker can do about a published visit: tell that it cannot be, and write the journal.
import { api, Problem, type Schemas } from '../../../api';
import { ButtonLink } from '../../../components/Button';
import { problemText } from '../../../components/ErrorSummary';
import { Menu } from '../../../components/Menu';
import { today } from '../../../i18n/dates';
import { exchange } from '../../../i18n/parts';
import { toast } from '../../../state/toast';

const reasons = ['ill', 'family', 'work', 'transport', 'other'] as const;

export function VisitActions({ visit, onChanged }: { visit: Schemas['MyVisit']; onChanged: () => void }) {
  const t = exchange.t;
  const tell = async (reason: (typeof reasons)[number]) => {
    try {
      await api.post('/api/v1/me/visits/{visit}/report', { path: { visit: visit.id }, body: { reason } });
      toast(t.reportDone, { ms: 10_000 });
      onChanged();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(problemText(error));
    }
  };
  return (
    <>
      {visit.report && <p class="notice notice-warn">{t.reported[visit.report]}</p>}
      <div class="buttons">
        <ButtonLink small href={`/minu/paevik/${visit.id}`}>
          {t.toJournal}
        </ButtonLink>
        {visit.last >= today() && !visit.report && (
          <Menu
            label={t.report}
            items={reasons.map((reason) => ({
              key: reason,
              label: t.reportReasons[reason],
              onChoose: () => tell(reason),
            }))}
          />
        )}
      </div>
    </>
  );
}
