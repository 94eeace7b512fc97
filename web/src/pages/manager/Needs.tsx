// All needs of a centre by state; each can be done again with one press.
import { useState } from 'preact/hooks';
import { api, type Centre, type Need } from '../../api';
import { Bar } from '../../components/Bar';
import { Button, ButtonLink } from '../../components/Button';
import { DateLeaf } from '../../components/DateLeaf';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows, Tag } from '../../components/Rows';
import { common } from '../../i18n/common';
import { formatSpan } from '../../i18n/dates';
import { manager } from '../../i18n/parts';
import { titleIn } from '../../state/region';
import { useResource } from '../../state/resource';
import { useLiveReload, useNow } from '../staff/frame';
import { dateOf } from './model/roster';

const states = ['open', 'filled', 'closed'] as const;

function NeedRow({ need, nowMs }: { need: Need; nowMs: number }) {
  const t = manager.t;
  const ahead = need.shifts.filter((s) => Date.parse(s.to) > nowMs);
  const next = ahead[0];
  const home = `/keskus/${need.centre}`;
  return (
    <Row
      side={next && <DateLeaf date={dateOf(next.from)} />}
      title={titleIn(need.titles)}
      href={`${home}/vajadused/${need.id}`}
      actions={
        <ButtonLink
          small
          class="above-row"
          href={`${home}/uus?koopia=${need.id}`}
          aria-label={t.needs.copyOf(titleIn(need.titles))}
        >
          {t.needs.copy}
        </ButtonLink>
      }
    >
      <p>
        {next ? (
          <>
            <span class="when">{formatSpan(next.from, next.to)}</span>{' '}
            {ahead.length > 1 && t.needs.more(ahead.length - 1)}
          </>
        ) : (
          t.needs.over
        )}
      </p>
      <p>
        <Bar value={need.filled} max={need.seats} label={t.shift.filledLong(need.filled, need.seats)} />{' '}
        {need.urgent && need.state === 'open' && <Tag tone="bad">{t.shift.urgent}</Tag>}
      </p>
    </Row>
  );
}

export function Needs({ centre }: { centre: Centre }) {
  const t = manager.t.needs;
  const nowMs = useNow();
  const [state, setState] = useState<(typeof states)[number]>('open');
  const [more, setMore] = useState<{ needs: Need[]; next: string | null } | null>(null);
  const list = useResource(`needs ${centre.id} ${state}`, (signal) => {
    setMore(null);
    return api.get('/api/v1/centres/{centre}/needs', {
      path: { centre: centre.id },
      query: { state, limit: 50 },
      signal,
    });
  });
  useLiveReload(`centre:${centre.id}`, list.reload);
  const next = more ? more.next : list.data?.next;
  const readMore = async () => {
    if (!next) return;
    const page = await api.get('/api/v1/centres/{centre}/needs', {
      path: { centre: centre.id },
      query: { state, limit: 50, cursor: next },
    });
    setMore({ needs: [...(more?.needs ?? []), ...page.needs], next: page.next });
  };
  return (
    <Page title={t.title} width="wide">
      <fieldset class="segments" aria-label={t.which}>
        {states.map((s) => (
          <button type="button" key={s} aria-pressed={s === state} onClick={() => setState(s)}>
            {t[s]}
          </button>
        ))}
      </fieldset>
      <Loaded of={list}>
        {({ needs }) =>
          needs.length === 0 ? (
            <Empty title={t.emptyTitle}>
              <p>{t.empty}</p>
              <ButtonLink kind="primary" href={`/keskus/${centre.id}/uus`}>
                {manager.t.nav.newNeed}
              </ButtonLink>
            </Empty>
          ) : (
            <>
              <h2 class="hidden">{t[state]}</h2>
              <Rows label={t[state]}>
                {[...needs, ...(more?.needs ?? [])].map((need) => (
                  <NeedRow key={need.id} need={need} nowMs={nowMs} />
                ))}
              </Rows>
              {next && <Button onClick={readMore}>{common.t.showMore}</Button>}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
