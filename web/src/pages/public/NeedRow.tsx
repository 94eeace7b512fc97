import type { Need } from '../../api';
import { DateLeaf } from '../../components/DateLeaf';
import { Row, Tag } from '../../components/Rows';
import { formatDistance, formatSpan } from '../../i18n/dates';
import { open } from '../../i18n/parts';
import { codeName, titleIn } from '../../state/region';
import { dayOf, openSeats, openShifts } from './needFilter';

interface Props {
  need: Need;
  now: Date;
  day?: string | null;
  /** Metres from where the person is, if known. */
  distance?: number | null;
}

/** One need in a list: when, what, where, how many are missing. */
export function NeedRow({ need, now, day, distance }: Props) {
  const t = open.t;
  const shifts = openShifts(need, now);
  const shift = (day && shifts.find((s) => dayOf(s.from) === day)) || shifts[0];
  const skills = [...need.required_skills, ...need.preferred_skills].slice(0, 3);
  return (
    <Row
      side={shift && <DateLeaf date={shift.from} />}
      title={titleIn(need.titles)}
      href={`/vajadused/${need.id}`}
    >
      <p>
        {shift && <span class="when">{formatSpan(shift.from, shift.to)}</span>}
        {shifts.length > 1 && <span class="soft"> {t.moreTimes(shifts.length - 1)}</span>}
      </p>
      <p class="soft">
        {need.centre_name}
        {distance != null && ` · ${formatDistance(distance)}`}
        {shift && (
          <>
            {' · '}
            <span class="whole">{t.seatsOpen(openSeats(shift))}</span>
          </>
        )}
      </p>
      {(need.urgent || skills.length > 0) && (
        <ul class="tags">
          {need.urgent && (
            <li>
              <Tag tone="warn">{t.urgent}</Tag>
            </li>
          )}
          {skills.map((skill) => (
            <li key={skill}>
              <Tag>{codeName(skill)}</Tag>
            </li>
          ))}
        </ul>
      )}
    </Row>
  );
}
