// What the list of needs is narrowed to; it lives in the address, so that back, links and door codes work.
import type { Need } from '../../api';
import { isoDate, wallTime } from '../../i18n/dates';

export interface NeedFilter {
  /** A centre's slug or a municipality's EHAK code. */
  place: string;
  skill: string;
  day: string | null;
}

export function readFilter(query: Record<string, string | undefined>): NeedFilter {
  const day = query.paev ?? '';
  return {
    place: query.keskus ?? query.k ?? '',
    skill: query.oskus ?? '',
    day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
  };
}

export function filterAddress(filter: NeedFilter): string {
  const query = new URLSearchParams();
  if (filter.place) query.set('keskus', filter.place);
  if (filter.skill) query.set('oskus', filter.skill);
  if (filter.day) query.set('paev', filter.day);
  const text = query.toString();
  return text ? `/?${text}` : '/';
}

export const isMunicipality = (place: string): boolean => /^\d{4}$/.test(place);

export const dayOf = (moment: string): string => isoDate(wallTime(moment));

export const openSeats = (shift: Need['shifts'][number]): number =>
  Math.max(0, shift.seats - shift.filled - shift.awaiting);

/** Shifts still to come with a free seat. */
export function openShifts(need: Need, now: Date): Need['shifts'] {
  return need.shifts.filter((shift) => openSeats(shift) > 0 && new Date(shift.from) > now);
}

/** How many needs have an open shift on each day. */
export function countByDay(needs: readonly Need[], now: Date): Map<string, number> {
  const counts = new Map<string, number>();
  for (const need of needs) {
    for (const day of new Set(openShifts(need, now).map((shift) => dayOf(shift.from)))) {
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
  }
  return counts;
}
