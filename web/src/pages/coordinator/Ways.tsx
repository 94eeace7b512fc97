// Ways between centres: those set by hand with what was computed beside them, and all ways from one centre.
import { useState } from 'preact/hooks';
import { api } from '../../api';
import { Button } from '../../components/Button';
import { Select } from '../../components/Field';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows, Tag } from '../../components/Rows';
import { Table } from '../../components/Table';
import { toast } from '../../components/Toast';
import { ways as texts } from '../../i18n/ways';
import { useResource } from '../../state/resource';
import { useAct } from '../staff/frame';
import { setByHand, type Way, waysFrom } from './model/ways';
import { type Edited, nameOf, pairName, WayDialog } from './WayDialog';
import { ruleSaid, waySaid } from './waySaid';

function offSaid({ minutes, rule_minutes }: Way): string {
  const t = texts.t;
  if (minutes === rule_minutes) return t.same;
  return minutes > rule_minutes ? t.longer(minutes - rule_minutes) : t.shorter(rule_minutes - minutes);
}

interface ListProps {
  ways: readonly Way[];
  onChange: (way: Edited) => void;
  onRemove: (way: Way) => void;
}

function ByHand({ ways, onChange, onRemove }: ListProps) {
  const t = texts.t;
  const found = setByHand(ways);
  if (found.length === 0)
    return (
      <Empty title={t.none}>
        <p>{t.noneHelp}</p>
      </Empty>
    );
  return (
    <Rows label={t.byHand(found.length)}>
      {found.map((way) => (
        <Row
          key={`${way.from} ${way.to}`}
          title={pairName(way)}
          actions={
            <>
              <Button small aria-label={t.changeName(pairName(way))} onClick={() => onChange(way)}>
                {t.change}
              </Button>
              <Button
                small
                kind="quiet"
                aria-label={t.removeName(pairName(way))}
                onClick={() => onRemove(way)}
              >
                {t.remove}
              </Button>
            </>
          }
        >
          <p>
            {t.set}: <b>{waySaid(way)}</b>, {offSaid(way)}
          </p>
          <p class="soft">
            {t.computed}: {ruleSaid(way)}
          </p>
        </Row>
      ))}
    </Rows>
  );
}

function FromOne({ ways, onChange }: Pick<ListProps, 'ways' | 'onChange'>) {
  const t = texts.t;
  const [centre, setCentre] = useState('');
  const centres = [...new Set(ways.flatMap((w) => [w.from, w.to]))]
    .map((id) => ({ value: id, label: nameOf(id) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'et'));
  return (
    <section>
      <h2>{t.allTitle}</h2>
      <div class="reading">
        <Select
          name="ways-centre"
          label={t.centre}
          value={centre}
          choices={[{ value: '', label: t.choose }, ...centres]}
          onValue={setCentre}
        />
      </div>
      {centre && (
        <div class="cards">
          <Table
            caption={`${t.allTitle}: ${nameOf(centre)}`}
            captionHidden
            columns={[
              { key: 'to', head: t.to, cell: ({ to }) => nameOf(to) },
              {
                key: 'way',
                head: t.shown,
                cell: ({ way }) => (
                  <>
                    {waySaid(way)}
                    {way.by_hand && (
                      <>
                        {' '}
                        <Tag tone="accent">{t.set}</Tag>{' '}
                        <span class="soft">
                          {t.computed}: {ruleSaid(way)}
                        </span>
                      </>
                    )}
                  </>
                ),
              },
              {
                key: 'change',
                head: <span class="hidden">{t.act}</span>,
                cell: ({ way }) => (
                  <Button small aria-label={t.changeName(pairName(way))} onClick={() => onChange(way)}>
                    {t.change}
                  </Button>
                ),
              },
            ]}
            rows={waysFrom(ways, centre)}
            rowKey={({ to }) => to}
          />
        </div>
      )}
    </section>
  );
}

export function Ways() {
  const t = texts.t;
  const [edited, setEdited] = useState<Edited | null>(null);
  const found = useResource('ways', (signal) => api.get('/api/v1/travel', { signal }));
  const { act } = useAct();
  const put = async (body: { from: string; to: string; metres?: number; minutes?: number }) => {
    const done = await act('put', () => api.post('/api/v1/travel', { body }));
    found.reload();
    return done;
  };
  const remove = async (way: Way) => {
    const { from, to, metres, minutes } = way;
    if (!(await put({ from, to }))) return;
    toast(t.removed(pairName(way)), { undo: () => put({ from, to, metres, minutes }) });
  };
  return (
    <Page title={t.title} lead={t.lead} width="wide">
      <Loaded of={found}>
        {({ travel }) => (
          <>
            <h2>{t.byHand(setByHand(travel).length)}</h2>
            <ByHand ways={travel} onChange={setEdited} onRemove={remove} />
            <p class="buttons">
              <Button kind="primary" onClick={() => setEdited({ from: '', to: '' })}>
                {t.add}
              </Button>
            </p>
            <FromOne ways={travel} onChange={setEdited} />
            <WayDialog ways={travel} edited={edited} onClose={() => setEdited(null)} onSaved={found.reload} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
