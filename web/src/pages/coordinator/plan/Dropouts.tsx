// Who cannot go: what workers have told, and what a coordinator hears by telephone; each leads to the ways out.
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Select } from '../../../components/Field';
import { formatDay, today } from '../../../i18n/dates';
import { board as texts } from '../../../i18n/parts';
import { useResource } from '../../../state/resource';
import { useLiveReload } from '../../staff/frame';
import { namesOf, type Round, type Visit } from '../model/board';
import { periodName, shortName } from '../round/fields';
import { Unfolding } from './Unfolding';

interface Props {
  round: Round;
  visits: readonly Visit[];
  onVisit: (visit: Visit) => void;
}

function Reported({ round, visits, report, onVisit }: Props & { report: Schemas['Report'] }) {
  const t = texts.t.dropout;
  const visit = visits.find((one) => one.id === report.visit);
  const place = texts.t.edit.place(shortName(namesOf(round).centre(report.host)), periodName(report.period));
  return (
    <li>
      <p>
        <b>{t.said(report.worker_name, t.reasons[report.reason])}</b> {place}.{' '}
        <span class="soft">{t.at(formatDay(report.at))}</span>
      </p>
      {visit && (
        <Button small kind="primary" onClick={() => onVisit(visit)}>
          {t.find}
        </Button>
      )}
    </li>
  );
}

/** Visits that have not begun, for somebody who did not press the button themselves. */
function Others({ round, visits, onVisit }: Props) {
  const now = today();
  const ahead = new Set(round.periods.filter((p) => p.first > now).map((p) => p.id));
  const open = visits.filter((v) => ahead.has(v.period));
  if (open.length === 0) return null;
  return (
    <Unfolding class="dropout-other no-print" summary={texts.t.dropout.other} lines={open.length}>
      {() => <Choice round={round} visits={open} onVisit={onVisit} />}
    </Unfolding>
  );
}

function Choice({ round, visits, onVisit }: Props) {
  const t = texts.t.dropout;
  const [chosen, setChosen] = useState('');
  const names = namesOf(round);
  const choices = visits
    .map((v) => ({
      value: v.id,
      label: `${names.worker(v.worker)}: ${texts.t.edit.place(shortName(names.centre(v.host)), periodName(v.period))}`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'et'));
  const visit = visits.find((v) => v.id === chosen);
  return (
    <div class="dropout-choice">
      <Select
        name="dropout"
        label={t.who}
        value={chosen}
        choices={[{ value: '', label: t.choose }, ...choices]}
        onValue={setChosen}
      />
      {visit && (
        <Button small onClick={() => onVisit(visit)}>
          {t.find}
        </Button>
      )}
    </div>
  );
}

export function Dropouts(props: Props) {
  const { round } = props;
  const t = texts.t.dropout;
  const reports = useResource(
    `reports ${round.id} ${round.version}`,
    (signal) => api.get('/api/v1/rounds/{id}/reports', { path: { id: round.id }, signal }),
    { keep: true },
  );
  useLiveReload(`round:${round.id}`, reports.reload);
  const open = reports.data?.reports.filter((one) => one.open) ?? [];
  return (
    <>
      {open.length > 0 && (
        <section class="notice notice-warn no-print" aria-labelledby="dropouts">
          <h2 id="dropouts">{t.title(open.length)}</h2>
          <ul class="plain dropouts">
            {open.map((report) => (
              <Reported key={report.visit} {...props} report={report} />
            ))}
          </ul>
        </section>
      )}
      <Others {...props} />
    </>
  );
}
