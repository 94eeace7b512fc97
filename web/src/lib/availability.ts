// A week as parts of days, and back to the hours that the API speaks of.

export type DayPart = 'morning' | 'afternoon' | 'evening';
export const dayParts: readonly DayPart[] = ['morning', 'afternoon', 'evening'];
export type WeekParts = ReadonlySet<`${number}-${DayPart}`>;

export interface Hours {
  day: number;
  from: string;
  to: string;
}

/** Local hours of each part; centres open after school, so the afternoon begins there. */
export const partHours: Record<DayPart, { from: string; to: string }> = {
  morning: { from: '09:00', to: '13:00' },
  afternoon: { from: '13:00', to: '17:00' },
  evening: { from: '17:00', to: '22:00' },
};

/** Parts that touch become one stretch, so that a shift over both fits. */
export function hoursOfParts(parts: WeekParts): Hours[] {
  const found: Hours[] = [];
  for (let day = 1; day <= 7; day++) {
    for (const part of dayParts) {
      if (!parts.has(`${day}-${part}`)) continue;
      const { from, to } = partHours[part];
      const before = found.at(-1);
      if (before && before.day === day && before.to === from) before.to = to;
      else found.push({ day, from, to });
    }
  }
  return found;
}

const partlyIn = (hours: readonly Hours[], day: number, from: string, to: string) =>
  hours.some((h) => h.day === day && h.from <= from && h.to >= to);

/** The parts that lie wholly inside the hours; null when the hours say more than parts can. */
export function partsOfHours(hours: readonly Hours[]): WeekParts | null {
  const parts = new Set<`${number}-${DayPart}`>();
  for (let day = 1; day <= 7; day++) {
    for (const part of dayParts) {
      if (partlyIn(hours, day, partHours[part].from, partHours[part].to)) parts.add(`${day}-${part}`);
    }
  }
  const back = hoursOfParts(parts);
  const text = (list: readonly Hours[]) =>
    list
      .map((h) => `${h.day} ${h.from} ${h.to}`)
      .sort()
      .join();
  return text(back) === text(hours) ? parts : null;
}
