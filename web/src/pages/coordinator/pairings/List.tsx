import { useLocation } from 'preact-iso/router';
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { DateLeaf } from '../../../components/DateLeaf';
import { Empty, Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { Row, Rows, Tag } from '../../../components/Rows';
import { formatDay, formatTime, isoDate, wallTime } from '../../../i18n/dates';
import { pairings } from '../../../i18n/parts';
import { useResource } from '../../../state/resource';
import { useAct } from '../../staff/frame';

type Summary = Schemas['PairingSummary'];

const base = '/koordinaator/sobitamine';
const tones = { working: 'accent', ready: 'good', failed: 'warn', cancelled: 'plain' } as const;

/** Begins a proposal and goes there. */
export function StartButton({ primary = true }: { primary?: boolean }) {
  const t = pairings.t;
  const { route } = useLocation();
  const { busy, act } = useAct();
  const start = () =>
    act('start', async () => {
      const made = await api.post('/api/v1/pairings', { body: {} });
      route(`${base}/${made.id}`);
    });
  return (
    <Button kind={primary ? 'primary' : 'plain'} busy={busy === 'start'} onClick={start}>
      {t.start}
    </Button>
  );
}

function Line({ pairing }: { pairing: Summary }) {
  const t = pairings.t;
  const when = `${formatDay(isoDate(wallTime(pairing.created)))}, ${formatTime(pairing.created)}`;
  return (
    <Row
      side={<DateLeaf date={isoDate(wallTime(pairing.created))} />}
      title={t.of(pairing.scope_name, when)}
      href={`${base}/${pairing.id}`}
    >
      {pairing.state === 'ready' ? (
        <p>
          {t.listLine(pairing.filled, pairing.seats)}
          {pairing.sent > 0 && ` · ${t.sent(pairing.sent)}`}
        </p>
      ) : (
        <p>
          <Tag tone={tones[pairing.state]}>{t.state[pairing.state]}</Tag>
        </p>
      )}
    </Row>
  );
}

export function List() {
  const t = pairings.t;
  const found = useResource('pairings', (signal) => api.get('/api/v1/pairings', { signal }));
  return (
    <Page title={t.title} lead={t.lead} width="wide">
      <Loaded of={found}>
        {({ pairings: list }) => (
          <>
            <div class="pairing-start">
              <StartButton />
              <p class="soft">{t.startHelp}</p>
            </div>
            {list.length === 0 ? (
              <Empty title={t.emptyTitle}>
                <p>{t.empty}</p>
              </Empty>
            ) : (
              <Rows label={t.title}>
                {list.map((pairing) => (
                  <Line key={pairing.id} pairing={pairing} />
                ))}
              </Rows>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
