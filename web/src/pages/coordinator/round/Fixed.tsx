import type { ComponentChildren } from 'preact';
import { formatDay, isoDate, wallTime } from '../../../i18n/dates';
import { coordinator } from '../../../i18n/parts';
import type { Round } from './RoundPages';

export const isFixed = ({ state }: Round): boolean => state === 'published' || state === 'closed';

/** What a published plan rests on stays to be read, not to be changed. */
export function Fixed({ round, children }: { round: Round; children: ComponentChildren }) {
  if (!isFixed(round)) return <>{children}</>;
  return (
    <>
      {round.published_at && (
        <p class="notice notice-good">
          {coordinator.t.round.published(formatDay(isoDate(wallTime(round.published_at))))}
        </p>
      )}
      <fieldset class="fixed" disabled>
        {children}
      </fieldset>
    </>
  );
}
