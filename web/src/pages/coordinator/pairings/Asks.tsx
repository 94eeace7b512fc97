// Who is proposed for what, by need or by person, with what can be done about each.
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { Tag } from '../../../components/Rows';
import { formatSpan } from '../../../i18n/dates';
import { pairings } from '../../../i18n/parts';
import { titleIn } from '../../../state/region';
import {
  byNeed,
  byPerson,
  canEdit,
  canInvite,
  keyOf,
  needsById,
  type Pair,
  type Pairing,
  type PairingNeed,
} from './model';

export type Action = 'pin' | 'forbid' | 'release';

export interface AsksProps {
  pairing: Pairing;
  chosen: ReadonlySet<string>;
  onChoose: (key: string, on: boolean) => void;
  /** The pair that an edit of is under way. */
  busy: string | null;
  onEdit: (pair: Pair, action: Action) => void;
}

const flagTone = { check_needed: 'warn', ask_time: 'plain', minor: 'plain', over_hours: 'plain' } as const;
const stateTone = {
  sent: 'accent',
  accepted: 'good',
  declined: 'plain',
  expired: 'plain',
  withdrawn: 'plain',
} as const;

export const needTitle = (need: PairingNeed): string => `${titleIn(need.titles)}, ${need.centre_name}`;

function Times({ pair, need }: { pair: Pair; need: PairingNeed }) {
  const meant = new Set(pair.shifts.map((shift) => shift.id));
  return (
    <ul class="plain pair-times">
      {need.shifts
        .filter((shift) => meant.has(shift.id))
        .map((shift) => (
          <li key={shift.id}>{formatSpan(shift.from, shift.to)}</li>
        ))}
    </ul>
  );
}

function State({ pair }: { pair: Pair }) {
  const t = pairings.t;
  return (
    <ul class="tags">
      {pair.pinned && (
        <li>
          <Tag tone="accent">
            <Icon name="pin" /> {t.pinned}
          </Tag>
        </li>
      )}
      {pair.invitation && (
        <li>
          <Tag tone={stateTone[pair.invitation]}>
            {pair.sent || pair.invitation !== 'sent' ? t.invitation[pair.invitation] : t.elsewhere}
          </Tag>
        </li>
      )}
      {pair.changed.length > 0 && (
        <li>
          <Tag tone="warn">{t.changed}</Tag>
        </li>
      )}
      {pair.flags.map((flag) => (
        <li key={flag}>
          <Tag tone={flagTone[flag]}>{t.flags[flag]}</Tag>
        </li>
      ))}
    </ul>
  );
}

function Actions({
  pair,
  name,
  busy,
  onEdit,
}: { pair: Pair; name: string } & Pick<AsksProps, 'busy' | 'onEdit'>) {
  const t = pairings.t;
  if (!canEdit(pair)) return null;
  const working = busy === keyOf(pair);
  return (
    <div class="pair-actions no-print">
      {pair.pinned ? (
        <Button
          small
          busy={working}
          aria-label={t.unpinName(pair.first_name, name)}
          onClick={() => onEdit(pair, 'release')}
        >
          {t.unpin}
        </Button>
      ) : (
        <Button
          small
          busy={working}
          aria-label={t.pinName(pair.first_name, name)}
          onClick={() => onEdit(pair, 'pin')}
        >
          {t.pin}
        </Button>
      )}
      <Button
        small
        kind="quiet"
        busy={working}
        aria-label={t.forbidName(pair.first_name, name)}
        onClick={() => onEdit(pair, 'forbid')}
      >
        {t.forbid}
      </Button>
    </div>
  );
}

/** One pair; `heading` is the person's name or the need's, whichever its list does not say. */
function Ask({
  pair,
  need,
  heading,
  ...props
}: AsksProps & { pair: Pair; need: PairingNeed; heading: string }) {
  const t = pairings.t;
  const key = keyOf(pair);
  const reasons = pair.changed.length > 0 ? pair.changed : pair.reasons;
  return (
    <li class="pair">
      {canInvite(pair) ? (
        <label class="pair-choice no-print">
          <input
            type="checkbox"
            checked={props.chosen.has(key)}
            aria-label={t.choose(pair.first_name, needTitle(need))}
            onChange={(event) => props.onChoose(key, event.currentTarget.checked)}
          />
        </label>
      ) : (
        <span class="pair-choice no-print" />
      )}
      <div class="pair-body">
        <h4>{heading}</h4>
        <Times pair={pair} need={need} />
        {reasons.length > 0 && (
          <ul class="reasons">
            {reasons.map((reason) => (
              <li key={reason.code + reason.text}>{reason.text}</li>
            ))}
          </ul>
        )}
        <State pair={pair} />
      </div>
      <Actions pair={pair} name={needTitle(need)} busy={props.busy} onEdit={props.onEdit} />
    </li>
  );
}

export function AsksByNeed(props: AsksProps) {
  const t = pairings.t;
  return (
    <ul class="plain pair-groups">
      {byNeed(props.pairing).map(({ need, pairs }) => (
        <li key={need.id} class="pair-group">
          <h3>
            <a href={`/keskus/${need.centre}/vajadused/${need.id}`}>{titleIn(need.titles)}</a>{' '}
            <span class="soft">
              {need.centre_name} · {t.seats(pairs.reduce((sum, pair) => sum + pair.shifts.length, 0))}
            </span>
          </h3>
          <ul class="plain">
            {pairs.map((pair) => (
              <Ask key={keyOf(pair)} {...props} pair={pair} need={need} heading={pair.first_name} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

export function AsksByPerson(props: AsksProps) {
  const needs = needsById(props.pairing.needs);
  return (
    <ul class="plain pair-groups">
      {byPerson(props.pairing).map(({ person, name, pairs }) => (
        <li key={person} class="pair-group">
          <h3>{name}</h3>
          <ul class="plain">
            {pairs.map((pair) => {
              const need = needs.get(pair.need);
              return (
                need && <Ask key={keyOf(pair)} {...props} pair={pair} need={need} heading={needTitle(need)} />
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}
