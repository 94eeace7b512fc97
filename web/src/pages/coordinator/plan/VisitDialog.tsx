// What can be done with one visit: pin, remove, move, swap; and where it cannot go, with the rule that says so.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Select } from '../../../components/Field';
import { Icon } from '../../../components/Icon';
import { Loaded } from '../../../components/Loading';
import { toast } from '../../../components/Toast';
import { coordinator } from '../../../i18n/parts';
import { useResource } from '../../../state/resource';
import type { Round, Visit } from '../model/board';
import { type MoveChoice, moveChoices } from '../model/moves';
import { periodName, shortName } from '../round/fields';
import { Refusals } from './Refusals';
import { refusalText } from './rules';

type Edit = Schemas['VisitEdit'];
type Change = Schemas['VisitChange'];

const shownAtFirst = 6;

interface Props {
  round: Round;
  visits: readonly Visit[];
  visit: Visit | null;
  onClose: () => void;
  onEdit: (edit: Edit) => void;
  onStale: () => void;
}

function useEdit({ round, onEdit, onStale, onClose }: Omit<Props, 'visits' | 'visit'>) {
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const run = async (
    key: string,
    work: (version: number) => Promise<Edit>,
    said: string,
    back?: (version: number) => Promise<Edit>,
  ) => {
    setBusy(key);
    setRefused(null);
    try {
      const edit = await work(round.version);
      onEdit(edit);
      onClose();
      const undo = back
        ? () => {
            back(edit.round_version)
              .then((undone) => {
                onEdit(undone);
                toast(coordinator.t.visit.undone);
              })
              .catch((error: unknown) =>
                toast(error instanceof Problem ? refusalText(round, error) : String(error)),
              );
          }
        : undefined;
      toast(said, undo ? { undo } : {});
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onStale();
      setRefused(refusalText(round, error));
    } finally {
      setBusy(null);
    }
  };
  return { busy, refused, run };
}

function Worth({ change }: { change: number }) {
  const t = coordinator.t.visit;
  if (change === 0) return <span class="worth">{t.same}</span>;
  return (
    <span class={`worth ${change > 0 ? 'worth-up' : 'worth-down'}`}>
      {change > 0 ? t.gain(change) : t.loss(-change)}
    </span>
  );
}

interface ChoicesProps {
  choices: readonly MoveChoice[];
  label: (choice: MoveChoice) => string;
  busy: string | null;
  onChoose: (choice: MoveChoice) => void;
}

const keyOf = (choice: MoveChoice) => `${choice.host} ${choice.period} ${choice.swapWith ?? ''}`;

function Choices({ choices, label, busy, onChoose }: ChoicesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? choices : choices.slice(0, shownAtFirst);
  return (
    <>
      <ul class="plain moves">
        {shown.map((choice) => (
          <li key={keyOf(choice)}>
            <button
              type="button"
              class="move"
              aria-disabled={busy ? 'true' : undefined}
              onClick={() => !busy && onChoose(choice)}
            >
              <span>{label(choice)}</span>
              <Worth change={choice.change} />
            </button>
          </li>
        ))}
      </ul>
      {choices.length > shown.length && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          {coordinator.t.visit.showAll(choices.length)}
        </Button>
      )}
    </>
  );
}

function VisitActions(props: Props & { visit: Visit }) {
  const { round, visits, visit } = props;
  const t = coordinator.t.visit;
  const { busy, refused, run } = useEdit(props);
  const [centre, setCentre] = useState('');
  const moves = useResource(`moves ${visit.id} ${round.version}`, (signal) =>
    api.get('/api/v1/rounds/{id}/visits/{visit}/moves', { path: { id: round.id, visit: visit.id }, signal }),
  );
  const worker = (id: string) => round.workers.find((w) => w.id === id);
  const name = worker(visit.worker)?.name ?? '?';
  const host = (id: string) => shortName(round.centres.find((c) => c.id === id)?.name ?? id);
  const path = { id: round.id, visit: visit.id };
  const patch = (body: Change) => (version: number) =>
    api.patch('/api/v1/rounds/{id}/visits/{visit}', { path, version, body });

  const pin = () =>
    run(
      'pin',
      patch({ pinned: !visit.pinned }),
      visit.pinned ? t.unpinned(name) : t.pinned(name),
      patch({ pinned: visit.pinned }),
    );
  const remove = () =>
    run(
      'remove',
      (version) => api.delete('/api/v1/rounds/{id}/visits/{visit}', { path, version }),
      t.removed(name),
      () =>
        api.post('/api/v1/rounds/{id}/visits', {
          path: { id: round.id },
          body: { worker: visit.worker, host: visit.host, period: visit.period, pinned: visit.pinned },
        }),
    );
  const move = (choice: MoveChoice) =>
    choice.swapWith
      ? run(
          keyOf(choice),
          patch({ swap_with: choice.swapWith }),
          t.swapped,
          patch({ swap_with: choice.swapWith }),
        )
      : run(
          keyOf(choice),
          patch({ host: choice.host, period: choice.period }),
          t.moved(name, host(choice.host), periodName(choice.period)),
          patch({ host: visit.host, period: visit.period }),
        );
  const swapName = (id: string | null) => worker(visits.find((v) => v.id === id)?.worker ?? '')?.name ?? '?';

  return (
    <>
      <p class="soft">
        {t.at(host(worker(visit.worker)?.home_centre ?? ''), host(visit.host), periodName(visit.period))}
      </p>
      {refused && (
        <p class="notice notice-warn" role="alert">
          {refused}
        </p>
      )}
      <div class="buttons">
        <Button small busy={busy === 'pin'} onClick={pin}>
          <Icon name="pin" />
          {visit.pinned ? t.unpin : t.pin}
        </Button>
        <Button small kind="danger" busy={busy === 'remove'} onClick={remove}>
          {t.remove}
        </Button>
      </div>
      <p class="hint">{t.pinHelp}</p>
      <Loaded of={moves} lines={3}>
        {({ moves: list }) => {
          const all = moveChoices(list, visit);
          const wanted = <T extends { host: string }>(choices: readonly T[]) =>
            choices.filter((c) => !centre || c.host === centre);
          return (
            <>
              <Select
                name="move-centre"
                label={t.filter}
                value={centre}
                choices={[
                  { value: '', label: t.allCentres },
                  ...round.centres.map((c) => ({ value: c.id, label: c.name })),
                ]}
                onValue={setCentre}
              />
              {wanted(all.free).length + wanted(all.swaps).length === 0 && <p class="soft">{t.noMoves}</p>}
              {wanted(all.free).length > 0 && (
                <>
                  <h3>{t.moves}</h3>
                  <Choices
                    key={`free ${centre}`}
                    choices={wanted(all.free)}
                    label={(c) => t.to(host(c.host), periodName(c.period))}
                    busy={busy}
                    onChoose={move}
                  />
                </>
              )}
              {wanted(all.swaps).length > 0 && (
                <>
                  <h3>{t.swaps}</h3>
                  <Choices
                    key={`swaps ${centre}`}
                    choices={wanted(all.swaps)}
                    label={(c) => t.swap(swapName(c.swapWith), host(c.host), periodName(c.period))}
                    busy={busy}
                    onChoose={move}
                  />
                </>
              )}
              <Refusals
                round={round}
                refused={wanted(all.refused)}
                label={(r) => t.to(host(r.host), periodName(r.period))}
              />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

export function VisitDialog(props: Props) {
  const { visit, round, onClose } = props;
  const name = visit ? (round.workers.find((w) => w.id === visit.worker)?.name ?? '?') : '';
  return (
    <Dialog title={name} open={visit !== null} onClose={onClose}>
      {visit && <VisitActions {...props} visit={visit} />}
      {visit && (
        <div class="buttons">
          <Button kind="quiet" onClick={onClose}>
            {coordinator.t.round.done}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
