// Ways between centres as they are typed and listed: kilometres with a comma or a point, whole minutes.
import type { Schemas } from '../../../api';

export type Way = Schemas['Travel'];

const mostKm = 1000;
const mostMinutes = 1440;

/** `24,5` as metres; null for what is no length. */
export function metresOf(typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  if (!/^\d+(\.\d{1,3})?$/.test(text)) return null;
  const metres = Math.round(Number(text) * 1000);
  return metres >= 100 && metres <= mostKm * 1000 ? metres : null;
}

export function minutesOf(typed: string): number | null {
  const text = typed.trim();
  const n = Number(text);
  return /^\d+$/.test(text) && n >= 1 && n <= mostMinutes ? n : null;
}

/** As one would type it: `24,5`, without zeros behind. */
export function kmText(metres: number, point: string): string {
  return String(metres / 1000).replace('.', point);
}

export const wayBetween = (ways: readonly Way[], one: string, other: string): Way | null =>
  ways.find((w) => (w.from === one && w.to === other) || (w.from === other && w.to === one)) ?? null;

/** Those set by hand: furthest from what was computed first. */
export function setByHand(ways: readonly Way[]): Way[] {
  const off = (w: Way) => Math.abs(w.minutes - w.rule_minutes);
  return ways
    .filter((w) => w.by_hand)
    .sort((a, b) => off(b) - off(a) || a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

export interface WayFrom {
  to: string;
  way: Way;
}

/** All ways from a centre, the nearest first. */
export function waysFrom(ways: readonly Way[], centre: string): WayFrom[] {
  return ways
    .filter((w) => w.from === centre || w.to === centre)
    .map((way) => ({ to: way.from === centre ? way.to : way.from, way }))
    .sort((a, b) => a.way.minutes - b.way.minutes || a.to.localeCompare(b.to));
}
