// Two plans side by side: the present one, and the one that was kept or that stood when the page was opened.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Select, TextField } from '../../../components/Field';
import { Loaded } from '../../../components/Loading';
import { Table } from '../../../components/Table';
import { toast } from '../../../components/Toast';
import { formatDay, isoDate, wallTime } from '../../../i18n/dates';
import { language } from '../../../i18n/language';
import { board as texts } from '../../../i18n/parts';
import { formatNumber } from '../../../i18n/plural';
import { type Resource, useResource } from '../../../state/resource';
import { useAct } from '../../staff/frame';
import { namesOf, type Round, type Visit } from '../model/board';
import { type Difference, differenceOf, type Planned } from '../model/difference';
import { periodName, shortName } from '../round/fields';
import { refusalText } from './rules';

type Proposal = Schemas['Proposal'];

const openedId = '';

interface Props {
  round: Round;
  visits: readonly Visit[];
  /** The plan as it was when the page was opened. */
  opened: readonly Visit[];
  editable: boolean;
  /** A kept plan took the place of the present one. */
  onChosen: (edit: Schemas['VisitEdit']) => void;
  onStale: () => void;
}

function changeWord({ from, to }: Difference): string {
  const t = texts.t.compare;
  if (!from) return t.added;
  if (!to) return t.removed;
  return from.host === to.host ? t.movedPeriod : t.moved;
}

const signs = (d: Difference) => (!d.from ? '+' : !d.to ? '−' : '→');

function Moves({ round, moves }: { round: Round; moves: readonly Difference[] }) {
  const t = texts.t;
  const names = namesOf(round);
  const place = (at: Difference['to']) =>
    at ? t.edit.place(shortName(names.centre(at.host)), periodName(at.period)) : t.compare.nothing;
  return (
    <Table
      caption={t.compare.title}
      captionHidden
      columns={[
        { key: 'worker', head: t.compare.worker, cell: (d) => names.worker(d.worker) },
        { key: 'before', head: t.compare.before, cell: (d) => place(d.from) },
        { key: 'after', head: t.compare.after, cell: (d) => place(d.to) },
        {
          key: 'change',
          head: t.compare.change,
          cell: (d) => (
            <>
              <span aria-hidden="true">{signs(d)} </span>
              {changeWord(d)}
            </>
          ),
        },
      ]}
      rows={moves}
      rowKey={(d) => `${d.worker} ${d.from?.host} ${d.from?.period} ${d.to?.host} ${d.to?.period}`}
    />
  );
}

/** Keeps the present plan under a name. */
function Keep({ round, onKept }: { round: Round; onKept: (kept: Proposal) => void }) {
  const t = texts.t.compare;
  const [name, setName] = useState('');
  const { busy, act } = useAct();
  const keep = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    act('keep', async () => {
      const kept = await api.post('/api/v1/rounds/{id}/proposals', {
        path: { id: round.id },
        body: { name: name.trim() },
      });
      setName('');
      toast(t.kept(kept.name ?? ''));
      onKept(kept);
    });
  };
  return (
    <form class="keep-plan no-print" onSubmit={keep}>
      <TextField
        name="keep-name"
        label={t.keepName}
        value={name}
        maxLength={120}
        autocomplete="off"
        onValue={setName}
      />
      <Button type="submit" busy={busy === 'keep'}>
        {t.keep}
      </Button>
    </form>
  );
}

/** What can be done with a kept plan: take it up again, throw it away. */
function Kept(props: Props & { kept: Proposal; onGone: () => void }) {
  const { round, kept } = props;
  const t = texts.t.compare;
  const [busy, setBusy] = useState<string | null>(null);
  const path = { id: round.id, proposal: kept.id };
  const act = async (key: string, work: () => Promise<unknown>) => {
    setBusy(key);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) props.onStale();
      toast(error.status === 412 ? texts.t.edit.stale : refusalText(round, error), { ms: 8_000 });
    } finally {
      setBusy(null);
    }
  };
  const choose = () =>
    act('choose', async () => {
      const { version } = round;
      props.onChosen(await api.post('/api/v1/rounds/{id}/proposals/{proposal}/choice', { path, version }));
      toast(t.chosen);
    });
  const remove = () =>
    act('remove', async () => {
      await api.delete('/api/v1/rounds/{id}/proposals/{proposal}', { path });
      props.onGone();
    });
  return (
    <div class="buttons no-print">
      {props.editable && !kept.current && (
        <Button small busy={busy === 'choose'} onClick={choose}>
          {t.choose}
        </Button>
      )}
      <Button small kind="danger" busy={busy === 'remove'} onClick={remove}>
        {t.remove}
      </Button>
    </div>
  );
}

function labelOf(kept: Proposal): string {
  const t = texts.t.compare;
  const at = wallTime(kept.kept_at);
  const time = `${String(at.hour).padStart(2, '0')}.${String(at.minute).padStart(2, '0')}`;
  return t.saved(
    kept.name ?? t.planned,
    `${formatDay(isoDate(at))} ${time}`,
    formatNumber(language.value, kept.objective),
  );
}

type ProposalList = Schemas['ProposalList'];

export function Compare(props: Props) {
  const { round, visits, opened, editable } = props;
  const t = texts.t.compare;
  const [chosen, setChosen] = useState(openedId);
  const list: Resource<ProposalList> = useResource(`proposals ${round.id}`, (signal) =>
    api.get('/api/v1/rounds/{id}/proposals', { path: { id: round.id }, signal }),
  );
  const other = useResource(`proposal ${chosen}`, async (signal): Promise<readonly Planned[]> => {
    if (chosen === openedId) return opened;
    const path = { id: round.id, proposal: chosen };
    return (await api.get('/api/v1/rounds/{id}/proposals/{proposal}', { path, signal })).visits;
  });
  const proposals = list.data?.proposals ?? [];
  const kept = proposals.find((p) => p.id === chosen);
  const order = round.periods.map((p) => p.id);
  return (
    <section>
      <h2>{t.title}</h2>
      {editable && <Keep round={round} onKept={list.reload} />}
      <Select
        name="compare-with"
        label={t.with}
        value={chosen}
        choices={[
          { value: openedId, label: t.opened },
          ...proposals.map((p) => ({ value: p.id, label: labelOf(p) })),
        ]}
        onValue={setChosen}
      />
      {list.problem && (
        <p class="notice notice-warn" role="alert">
          {t.listMissing}
        </p>
      )}
      <Loaded of={other}>
        {(before) => {
          const moves = differenceOf(before, visits, order);
          if (moves.length === 0) return <p role="status">{t.none}</p>;
          return (
            <>
              <p role="status">{t.said(moves.length)}</p>
              <Moves round={round} moves={moves} />
            </>
          );
        }}
      </Loaded>
      {kept && (
        <Kept
          {...props}
          kept={kept}
          onGone={() => {
            setChosen(openedId);
            list.reload();
          }}
        />
      )}
    </section>
  );
}
