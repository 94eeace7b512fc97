import type { Schemas } from '../../../api';
import { coordinator } from '../../../i18n/parts';
import { centreInput, SaveBar, useEdits } from './edits';
import { PeriodToggles, SkillChoice, SmallNumber } from './fields';
import type { RoundPart } from './RoundPages';

type Centre = Schemas['RoundCentreFull'];

interface RowProps {
  centre: Centre;
  periods: readonly Schemas['RoundPeriod'][];
  onChange: (part: Partial<Centre>) => void;
}

/** That the centre sends and hosts in the round at all; without its tick the plan may pass it by. */
function AtLeastOnce({ centre, onChange }: Omit<RowProps, 'periods'>) {
  const t = coordinator.t.round;
  const box = (rule: 'min_send' | 'min_host', label: string) => (
    <span class="choice">
      <input
        type="checkbox"
        id={`${rule}-${centre.id}`}
        checked={centre[rule] > 0}
        onChange={(event) => onChange({ [rule]: event.currentTarget.checked ? 1 : 0 })}
      />
      <label for={`${rule}-${centre.id}`}>{label}</label>
    </span>
  );
  return (
    <div class="cell cell-once" role="group" aria-label={t.onceName(centre.name)}>
      <span class="soft">{t.once}</span>
      {box('min_send', t.sends)}
      {box('min_host', t.hosts)}
    </div>
  );
}

function CentreRow({ centre, periods, onChange }: RowProps) {
  const t = coordinator.t.round;
  const { name } = centre;
  return (
    <fieldset class={`setting setting-centre${centre.takes_part ? '' : ' setting-out'}`}>
      <legend class="hidden">{name}</legend>
      <div class="cell cell-name choice">
        <input
          type="checkbox"
          id={`part-${centre.id}`}
          aria-label={t.takesPartName(name)}
          checked={centre.takes_part}
          onChange={(event) => onChange({ takes_part: event.currentTarget.checked })}
        />
        <label for={`part-${centre.id}`}>{name}</label>
      </div>
      {centre.takes_part && (
        <>
          <SmallNumber
            name={`guests-${centre.id}`}
            label={t.guestsName(name)}
            short={t.guests}
            value={centre.guests}
            onValue={(guests) => onChange({ guests })}
          />
          <SmallNumber
            name={`away-${centre.id}`}
            label={t.awayName(name)}
            short={t.away}
            value={centre.away}
            onValue={(away) => onChange({ away })}
          />
          <PeriodToggles
            label={t.closedGroup(name)}
            short={t.closed}
            name={(period) => t.closedName(name, period)}
            periods={periods}
            chosen={centre.closed}
            onChosen={(closed) => onChange({ closed })}
          />
          <SkillChoice
            label={t.offersName(name)}
            short={t.offers}
            chosen={Object.fromEntries(centre.offers.map((code) => [code, 'yes' as const]))}
            values={[
              { value: 'no', label: '' },
              { value: 'yes', label: '' },
            ]}
            onChosen={(chosen: Record<string, 'no' | 'yes'>) => onChange({ offers: Object.keys(chosen) })}
          />
          <AtLeastOnce centre={centre} onChange={onChange} />
        </>
      )}
    </fieldset>
  );
}

export function CentreSettings(props: RoundPart) {
  const t = coordinator.t.round;
  const { round } = props;
  const edits = useEdits<Centre>();
  return (
    <>
      <p>{t.centresHelp}</p>
      <p class="hint">{t.onceHelp}</p>
      <div class="settings">
        <div class="setting setting-centre setting-head" aria-hidden="true">
          <span>
            {t.takesPart}, {t.centre}
          </span>
          <span>{t.guests}</span>
          <span>{t.away}</span>
          <span>{t.closed}</span>
          <span>{t.offers}</span>
        </div>
        {round.centres.map((centre) => (
          <CentreRow
            key={centre.id}
            centre={edits.of(centre.id, centre)}
            periods={round.periods}
            onChange={(part) => edits.change(centre.id, centre, part)}
          />
        ))}
      </div>
      <SaveBar
        {...props}
        count={edits.changed.size}
        change={() => ({ centres: [...edits.changed.values()].map(centreInput) })}
        onDone={edits.clear}
      />
    </>
  );
}
