import type { ComponentChildren } from 'preact';
import type { Need, Schemas } from '../../api';
import { DateLeaf } from '../../components/DateLeaf';
import { Row, Tag } from '../../components/Rows';
import { formatDistance, formatSpan } from '../../i18n/dates';
import { open } from '../../i18n/parts';
import { titleIn } from '../../state/region';

interface Props {
  need: Need;
  /** Of the need's shifts, those meant. */
  shifts: readonly string[];
  distance?: number | null | undefined;
  reasons?: readonly Schemas['Reason'][] | undefined;
  href?: string;
  actions?: ComponentChildren;
  children?: ComponentChildren;
}

/** A need as the person meets it: when, where, how far, why it fits. */
export function NeedSummary({ need, shifts, distance, reasons, href, actions, children }: Props) {
  const meant = need.shifts.filter((shift) => shifts.includes(shift.id));
  const first = meant[0];
  // How far it is stands beside the place already.
  const why = distance == null ? reasons : reasons?.filter((reason) => reason.code !== 'near');
  return (
    <Row
      side={first && <DateLeaf date={first.from} />}
      title={titleIn(need.titles)}
      {...(href ? { href } : {})}
      {...(actions ? { actions } : {})}
    >
      <p>
        {first && <span class="when">{formatSpan(first.from, first.to)}</span>}
        {meant.length > 1 && <span class="soft"> {open.t.moreTimes(meant.length - 1)}</span>}
      </p>
      <p class="soft">
        {need.centre_name}
        {distance != null && ` · ${formatDistance(distance)}`}{' '}
        {need.urgent && <Tag tone="warn">{open.t.urgent}</Tag>}
      </p>
      {why && why.length > 0 && <p class="reasons">{why.map((reason) => reason.text).join(' · ')}</p>}
      {children}
    </Row>
  );
}
