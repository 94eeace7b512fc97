import { api, type Schemas } from '../../api';
import { ButtonLink } from '../../components/Button';
import { DateLeaf } from '../../components/DateLeaf';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows, Tag } from '../../components/Rows';
import { formatDay } from '../../i18n/dates';
import { coordinator } from '../../i18n/parts';
import { useResource } from '../../state/resource';

export function RoundState({ state }: { state: Schemas['RoundState'] }) {
  const tone = state === 'published' ? 'good' : state === 'closed' || state === 'draft' ? 'plain' : 'accent';
  return <Tag tone={tone}>{coordinator.t.rounds.state[state]}</Tag>;
}

export function Rounds() {
  const t = coordinator.t.rounds;
  const rounds = useResource('rounds', (signal) => api.get('/api/v1/rounds', { signal }));
  const start = (
    <ButtonLink kind="primary" href="/koordinaator/voorud/uus">
      {t.new}
    </ButtonLink>
  );
  return (
    <Page title={t.title} lead={t.lead} width="wide">
      <Loaded of={rounds}>
        {(list) =>
          list.rounds.length === 0 ? (
            <Empty title={t.emptyTitle}>
              <p>{t.empty}</p>
              {start}
            </Empty>
          ) : (
            <>
              <h2 class="hidden">{t.title}</h2>
              <Rows>
                {list.rounds.map((round) => (
                  <Row
                    key={round.id}
                    side={<DateLeaf date={round.first} />}
                    title={round.name}
                    href={`/koordinaator/voorud/${round.id}`}
                  >
                    <p>
                      {formatDay(round.first)} – {formatDay(round.last)} ·{' '}
                      {round.visits ? t.visits(round.visits) : t.noVisits}
                    </p>
                    <p>
                      <RoundState state={round.state} />
                    </p>
                  </Row>
                ))}
              </Rows>
              {start}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
