// Edits in words: what was done, what it cost, and what it did to cover.
import { language } from '../../../i18n/language';
import { board as texts } from '../../../i18n/parts';
import { formatNumber } from '../../../i18n/plural';
import { namesOf, type Round } from '../model/board';
import type { CoverChange } from '../model/cover';
import type { Edit } from '../model/edits';
import { periodName, shortName } from '../round/fields';

/** `+120 punkti`, `−40 punkti`, `sama hea` */
export function changeSaid(change: number): string {
  const t = texts.t.edit;
  if (change === 0) return t.same;
  const size = formatNumber(language.value, Math.abs(change));
  return change > 0 ? t.gain(size, change) : t.loss(size, -change);
}

/** The same without its word, where there is little room: `+120`, `−40`, `0`. */
export const changeShort = (change: number): string => {
  const size = formatNumber(language.value, Math.abs(change));
  return change === 0 ? '0' : `${change > 0 ? '+' : '−'}${size}`;
};

/** `Mari → Loo, 5. nädal` */
export function editSaid(round: Round, edit: Edit): string {
  const t = texts.t.edit;
  const names = namesOf(round);
  const place = (at: { host: string; period: string }) =>
    t.place(shortName(names.centre(at.host)), periodName(at.period));
  switch (edit.kind) {
    case 'move':
      return t.moved(names.worker(edit.from.worker), place(edit.to));
    case 'swap':
      return t.swapped(names.worker(edit.one.worker), names.worker(edit.other.worker));
    case 'pin':
      return edit.pinned
        ? t.pinned(names.worker(edit.at.worker), place(edit.at))
        : t.unpinned(names.worker(edit.at.worker), place(edit.at));
    case 'add':
      return t.added(names.worker(edit.at.worker), place(edit.at));
    case 'remove':
      return t.removed(names.worker(edit.at.worker), place(edit.at));
  }
}

/** `Kehra jääb 5. nädalal katmata` for each centre that lost or regained its people. */
export function coverSaid(changes: readonly CoverChange[]): string {
  const t = texts.t.edit;
  return changes
    .map(({ name, period, worse, alone }) => {
      const of = worse ? (alone ? t.alone : t.short) : t.coveredAgain;
      return of(shortName(name), periodName(period));
    })
    .join('; ');
}

export function outcomeSaid(what: string, change: number, cover: readonly CoverChange[]): string {
  const parts = [changeSaid(change), coverSaid(cover)].filter(Boolean);
  return `${what}: ${parts.join('; ')}.`;
}
