import type { Schemas } from '../../../api';
import { coordinator } from '../../../i18n/parts';
import { SaveBar, useEdits } from './edits';
import { PeriodToggles, SkillChoice, shortName } from './fields';
import type { RoundPart } from './RoundPages';

type Worker = Schemas['RoundWorkerFull'];
type Want = 'none' | 'some' | 'much';

/** Points of a goal; what a plan weighs against nearness and language. */
const wantPoints: Record<Exclude<Want, 'none'>, number> = { some: 300, much: 600 };
const mostWants = 8;

const wantOf = (points: number): Want => (points > wantPoints.some ? 'much' : 'some');

/** A goal whose strength was not touched keeps its own points. */
function wantsOf(stored: Worker['wants'], chosen: Record<string, Want>): Worker['wants'] {
  return Object.entries(chosen)
    .filter(([, want]) => want !== 'none')
    .slice(0, mostWants)
    .map(([skill, want]) => {
      const old = stored.find((w) => w.skill === skill);
      return old && wantOf(old.points) === want
        ? old
        : { skill, points: wantPoints[want as Exclude<Want, 'none'>] };
    });
}

interface RowProps {
  worker: Worker;
  home: string;
  periods: readonly Schemas['RoundPeriod'][];
  onChange: (part: Partial<Worker>) => void;
}

function LeadChoice({ worker, onChange }: Pick<RowProps, 'worker' | 'onChange'>) {
  const t = coordinator.t.round;
  return (
    <div class="choice cell-lead">
      <input
        type="checkbox"
        id={`lead-${worker.id}`}
        aria-label={t.leadName(worker.name)}
        checked={worker.lead === true}
        onChange={(event) => onChange({ lead: event.currentTarget.checked })}
      />
      <label for={`lead-${worker.id}`}>{t.lead}</label>
    </div>
  );
}

function WorkerRow({ worker, home, periods, onChange }: RowProps) {
  const t = coordinator.t.round;
  const { name } = worker;
  const chosen = Object.fromEntries(worker.wants.map((w) => [w.skill, wantOf(w.points)]));
  return (
    <fieldset class={`setting setting-worker${worker.takes_part ? '' : ' setting-out'}`}>
      <legend class="hidden">{name}</legend>
      <div class="cell cell-name choice">
        <input
          type="checkbox"
          id={`part-${worker.id}`}
          aria-label={t.takesPartName(name)}
          checked={worker.takes_part}
          onChange={(event) => onChange({ takes_part: event.currentTarget.checked })}
        />
        <label for={`part-${worker.id}`}>
          {name}
          <span class="cell-note">{home}</span>
        </label>
        {worker.takes_part && <LeadChoice worker={worker} onChange={onChange} />}
      </div>
      {worker.takes_part && (
        <>
          <PeriodToggles
            label={t.unavailableGroup(name)}
            short={t.unavailable}
            name={(period) => t.unavailableName(name, period)}
            periods={periods}
            chosen={worker.unavailable}
            onChosen={(unavailable) => onChange({ unavailable })}
          />
          <SkillChoice<Want>
            label={t.wantsName(name)}
            short={t.wants}
            chosen={chosen}
            values={(['none', 'some', 'much'] as const).map((value) => ({ value, label: t.want[value] }))}
            onChosen={(next) => onChange({ wants: wantsOf(worker.wants, next) })}
          />
        </>
      )}
    </fieldset>
  );
}

function input({ id, takes_part, unavailable, wants, lead = false }: Worker): Schemas['RoundWorker'] {
  return { id, takes_part, unavailable, wants, lead };
}

export function WorkerSettings(props: RoundPart) {
  const t = coordinator.t.round;
  const { round } = props;
  const edits = useEdits<Worker>();
  const centre = new Map(round.centres.map((c) => [c.id, c.name]));
  return (
    <>
      <p>{t.workersHelp}</p>
      <div class="settings">
        <div class="setting setting-worker setting-head" aria-hidden="true">
          <span>
            {t.takesPart}, {t.worker}
          </span>
          <span>{t.unavailable}</span>
          <span>{t.wants}</span>
        </div>
        {round.workers.map((worker) => (
          <WorkerRow
            key={worker.id}
            worker={edits.of(worker.id, worker)}
            home={shortName(centre.get(worker.home_centre) ?? worker.home_centre)}
            periods={round.periods}
            onChange={(part) => edits.change(worker.id, worker, part)}
          />
        ))}
      </div>
      <SaveBar
        {...props}
        count={edits.changed.size}
        change={() => ({ workers: [...edits.changed.values()].map(input) })}
        onDone={edits.clear}
      />
    </>
  );
}
