// What can be done with one visit: pin, remove, move, swap; and where it cannot go, with the rule that says so.
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Select } from '../../../components/Field';
import { Icon } from '../../../components/Icon';
import { Loaded } from '../../../components/Loading';
import { board as boardTexts, coordinator } from '../../../i18n/parts';
import { useResource } from '../../../state/resource';
import { VisitCheckLine } from '../../staff/VisitCheck';
import type { Round, Visit } from '../model/board';
import { moveEdit, whereOf } from '../model/edits';
import { type MoveChoice, moveChoices } from '../model/moves';
import { periodName, shortName } from '../round/fields';
import { movesOf } from './moves';
import { Refusals } from './Refusals';
import { changeSaid } from './said';
import type { PlanEdits } from './usePlanEdits';

const shownAtFirst = 6;

interface Props {
  round: Round;
  visits: readonly Visit[];
  visit: Visit | null;
  edits: PlanEdits;
  onClose: () => void;
  /** The worker does not go then; the next plan keeps to it. */
  onForbid: (visit: Visit) => Promise<string | null>;
  /** The worker cannot go: looks for the smallest ways out. */
  onDropout: (visit: Visit) => void;
}

function Worth({ change }: { change: number }) {
  const way = change === 0 ? '' : change > 0 ? ' worth-up' : ' worth-down';
  return <span class={`worth${way}`}>{changeSaid(change)}</span>;
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
  const { round, visits, visit, edits, onClose } = props;
  const t = coordinator.t.visit;
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [centre, setCentre] = useState('');
  const moves = useResource(`moves ${visit.id} ${round.version}`, () => movesOf(round, visit));
  const all = useMemo(
    () => moveChoices(moves.data ?? [], { host: visit.host, period: visit.period }),
    [moves.data, visit.host, visit.period],
  );
  const worker = (id: string) => round.workers.find((w) => w.id === id);
  const host = (id: string) => shortName(round.centres.find((c) => c.id === id)?.name ?? id);
  const at = whereOf(visit);
  const act = async (key: string, work: () => Promise<string | null>) => {
    setBusy(key);
    const why = await work();
    setBusy(null);
    setRefused(why);
    if (!why) onClose();
  };
  const pin = () => act('pin', () => edits.run({ kind: 'pin', at, pinned: !visit.pinned }));
  const remove = () => act('remove', () => edits.run({ kind: 'remove', at, pinned: visit.pinned }));
  const forbid = () => act('forbid', () => props.onForbid(visit));
  const move = (choice: MoveChoice) => act(keyOf(choice), () => edits.run(moveEdit(visits, visit, choice)));
  const swapName = (id: string | null) => worker(visits.find((v) => v.id === id)?.worker ?? '')?.name ?? '?';

  return (
    <>
      <p class="soft">
        {t.at(host(worker(visit.worker)?.home_centre ?? ''), host(visit.host), periodName(visit.period))}
      </p>
      {visit.check && <VisitCheckLine check={visit.check} />}
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
        <Button small busy={busy === 'forbid'} onClick={forbid}>
          {boardTexts.t.forbid.visit(periodName(visit.period))}
        </Button>
        <Button small onClick={() => props.onDropout(visit)}>
          {boardTexts.t.dropout.find}
        </Button>
      </div>
      <p class="hint">{t.pinHelp}</p>
      <Loaded of={moves} lines={3}>
        {() => {
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
