// One proposal: how good it is, its views, editing it, sending what was chosen of it.
import { useEffect, useState } from 'preact/hooks';
import { api, Problem } from '../../../api';
import { Bar } from '../../../components/Bar';
import { Button } from '../../../components/Button';
import { problemText } from '../../../components/ErrorSummary';
import { Icon } from '../../../components/Icon';
import { Empty, Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { toast } from '../../../components/Toast';
import { formatDay, formatTime, isoDate, wallTime } from '../../../i18n/dates';
import { pairings } from '../../../i18n/parts';
import { useResource } from '../../../state/resource';
import { Advice } from '../../staff/Advice';
import { useAct, useLiveReload } from '../../staff/frame';
import { type Action, AsksByNeed, AsksByPerson, needTitle } from './Asks';
import { StartButton } from './List';
import { alsoMoved, canInvite, type Edit, keyOf, needsById, type Pair, type Pairing } from './model';
import { Send } from './Send';
import { Compare, OpenSeats } from './Views';

const whileWorkingMs = 1_000;
const views = ['need', 'person', 'open', 'advice', 'compare'] as const;
type View = (typeof views)[number];

function Working({ pairing, onChanged }: { pairing: Pairing; onChanged: () => void }) {
  const t = pairings.t;
  const { busy, act } = useAct();
  const stop = () =>
    act('stop', async () => {
      await api.post('/api/v1/pairings/{id}/cancellation', { path: { id: pairing.summary.id } });
      onChanged();
    });
  return (
    <section class="job" aria-label={t.progress}>
      <div class="job-head">
        <progress max={100} value={pairing.progress} aria-label={t.progress} />
        <span class="job-left">{pairing.stopping ? t.stopping : `${pairing.progress} %`}</span>
        {!pairing.stopping && (
          <Button small busy={busy === 'stop'} onClick={stop}>
            {t.stop}
          </Button>
        )}
      </div>
      <p class="soft">{t.working}</p>
    </section>
  );
}

/** How good it is, with its proof or its bound, in a line. */
function Worth({ pairing: { summary } }: { pairing: Pairing }) {
  const t = pairings.t;
  const proof = summary.proved
    ? t.proved
    : summary.more_at_most > 0
      ? t.gap(summary.more_at_most)
      : t.provedSeats(summary.score_at_most);
  return (
    <div class="pairing-worth">
      <Bar value={summary.filled} max={summary.seats} label={t.filledLabel(summary.filled, summary.seats)} />
      <p class={`proof ${summary.more_at_most === 0 ? 'proof-good' : ''}`}>
        {summary.more_at_most === 0 && <span aria-hidden="true">✓ </span>}
        {proof} <span class="soft">{t.lookedAt(summary.people, summary.open_needs)}</span>
      </p>
    </div>
  );
}

function ViewChoice({ view, onView }: { view: View; onView: (view: View) => void }) {
  const t = pairings.t;
  return (
    <fieldset class="segments no-print" aria-label={t.view}>
      {views.map((one) => (
        <button key={one} type="button" aria-pressed={view === one} onClick={() => onView(one)}>
          {t.views[one]}
        </button>
      ))}
    </fieldset>
  );
}

/** What was forbidden, to be allowed again. */
function Forbidden({ pairing, busy, onEdit }: { pairing: Pairing; busy: string | null; onEdit: EditPair }) {
  const t = pairings.t;
  const needs = needsById(pairing.needs);
  const rules = pairing.rules.filter((rule) => rule.kind === 'forbid');
  if (rules.length === 0) return null;
  return (
    <section class="pairing-forbidden">
      <h3>{t.forbidden}</h3>
      <ul class="plain">
        {rules.map((rule) => {
          const need = needs.get(rule.need);
          return (
            <li key={keyOf(rule)} class="pair">
              <span class="pair-body">{t.forbiddenLine(rule.first_name, need ? needTitle(need) : '')}</span>
              <span class="pair-actions no-print">
                <Button
                  small
                  busy={busy === keyOf(rule)}
                  aria-label={t.allowName(rule.first_name)}
                  onClick={() => onEdit(rule, 'release')}
                >
                  {t.allow}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type Edited = Pick<Pair, 'person' | 'need' | 'first_name'>;
type EditPair = (pair: Edited, action: Action) => void;

/** "Lukustatud. Sama palju kohti, sobivus −12 punkti." */
function costText(edit: Edit, pair: Edited, action: Action): string {
  const t = pairings.t.edit;
  const { added, removed } = alsoMoved(edit, keyOf(pair));
  const free = edit.filled_change === 0 && edit.score_change === 0;
  return [
    t[action](pair.first_name),
    free ? t.same : t.cost(edit.filled_change, edit.score_change),
    added + removed > 0 ? t.moved(added, removed) : '',
    edit.dropped.length > 0 ? t.dropped(edit.dropped.map((one) => one.first_name).join(', ')) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Edits are solved anew at once; the answer says what it cost, and can be taken back. */
function useEdit(pairing: Pairing, reload: () => void) {
  const [busy, setBusy] = useState<string | null>(null);
  const edit = async (pair: Edited, action: Action, version = pairing.summary.version) => {
    if (busy) return;
    setBusy(keyOf(pair));
    try {
      const done = await api.post('/api/v1/pairings/{id}/edits', {
        path: { id: pairing.summary.id },
        version,
        body: { action, person: pair.person, need: pair.need },
      });
      toast(costText(done, pair, action), {
        ms: 10_000,
        ...(action === 'release' ? {} : { undo: () => edit(pair, 'release', done.version) }),
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.status === 412 ? pairings.t.staleEdit : problemText(error), { ms: 8_000 });
    } finally {
      setBusy(null);
      reload();
    }
  };
  return { busy, edit: (pair: Edited, action: Action) => void edit(pair, action) };
}

function Ready({ pairing, reload }: { pairing: Pairing; reload: () => void }) {
  const t = pairings.t;
  const [view, setView] = useState<View>('need');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { busy, edit } = useEdit(pairing, reload);
  const able = pairing.pairs.filter(canInvite);
  const picked = able.filter((pair) => chosen.has(keyOf(pair)));
  const all = able.length > 0 && picked.length === able.length;
  const choose = (key: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  const asks = { pairing, chosen, onChoose: choose, busy, onEdit: edit };
  const listed = view === 'need' || view === 'person';
  return (
    <>
      <Worth pairing={pairing} />
      <div class="board-tools">
        <ViewChoice view={view} onView={setView} />
        <span class="board-actions no-print">
          <Button small onClick={() => print()}>
            <Icon name="print" />
            {t.print}
          </Button>
        </span>
      </div>
      <h2 class="hidden">{t.views[view]}</h2>
      <p class="print-only">{t.views[view]}</p>
      {listed && pairing.pairs.length === 0 && <Empty title={t.nobody} />}
      {listed && able.length > 0 && (
        <label class="pair-all no-print">
          <input
            type="checkbox"
            checked={all}
            onChange={() => setChosen(all ? new Set() : new Set(able.map(keyOf)))}
          />
          {t.chooseAll} ({able.length})
        </label>
      )}
      {view === 'need' && <AsksByNeed {...asks} />}
      {view === 'person' && <AsksByPerson {...asks} />}
      {listed && <Forbidden pairing={pairing} busy={busy} onEdit={edit} />}
      {view === 'open' && <OpenSeats pairing={pairing} />}
      {view === 'advice' && <Advice advice={pairing.advice} level={3} />}
      {view === 'compare' && <Compare id={pairing.summary.id} version={pairing.summary.version} />}
      <Send
        pairing={pairing}
        chosen={listed ? picked : []}
        onSent={() => {
          setChosen(new Set());
          reload();
        }}
      />
    </>
  );
}

export function Proposal({ id }: { id: string }) {
  const t = pairings.t;
  const found = useResource(`pairing ${id}`, (signal) =>
    api.get('/api/v1/pairings/{id}', { path: { id }, signal }),
  );
  useLiveReload(`pairing:${id}`, found.reload);
  const working = found.data?.summary.state === 'working';
  const { reload } = found;
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(reload, whileWorkingMs);
    return () => clearInterval(timer);
  }, [working]);
  const summary = found.data?.summary;
  const when = summary && `${formatDay(isoDate(wallTime(summary.created)))}, ${formatTime(summary.created)}`;
  return (
    <Page
      title={t.title}
      above={<a href="/koordinaator/sobitamine">← {t.title}</a>}
      lead={summary && when ? t.of(summary.scope_name, when) : ''}
      width="wide"
    >
      <Loaded of={found}>
        {(pairing) => {
          const { state } = pairing.summary;
          if (state === 'ready') return <Ready pairing={pairing} reload={reload} />;
          if (state === 'working') return <Working pairing={pairing} onChanged={reload} />;
          return (
            <>
              <p class="notice notice-warn">{t[state]}</p>
              <StartButton />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
