import type { ComponentChildren } from 'preact';
import { formatDay, isoDate, wallTime } from '../../../i18n/dates';
import { coordinator } from '../../../i18n/parts';
import type { Round } from './RoundPages';

export const isFixed = ({ state }: Round): boolean => state === 'published' || state === 'closed';

/** When it was published and what that means, or that it is over. */
export function FixedNotice({ round }: { round: Round }) {
  const t = coordinator.t.round;
  if (round.state === 'closed') return <p class="notice">{t.over}</p>;
  if (!round.published_at) return null;
  return <p class="notice notice-good">{t.published(formatDay(isoDate(wallTime(round.published_at))))}</p>;
}

/** What a published plan rests on stays to be read, not to be changed. */
export function Fixed({ round, children }: { round: Round; children: ComponentChildren }) {
  if (!isFixed(round)) return <>{children}</>;
  return (
    <>
      <FixedNotice round={round} />
      <fieldset class="fixed" disabled>
        {children}
      </fieldset>
    </>
  );
}
