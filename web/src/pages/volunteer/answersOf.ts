import type { Profile } from '../../api';
import { partsOfHours } from '../../lib/availability';
import type { AbilityAnswers, PlaceAnswers, Settlement, TimeAnswers } from '../public/register/answers';

/** A stored profile as answers, for changing it with the same fields. */
export function answersOf(profile: Profile, settlements: readonly Settlement[]) {
  const settlement = settlements.find((s) => s.id === profile.home.settlement) ?? null;
  const parts = partsOfHours(profile.availability);
  const place: PlaceAnswers = {
    typed: settlement?.name ?? '',
    settlement,
    position: settlement ? null : { lat: profile.home.lat, lon: profile.home.lon },
    centres: new Set(profile.reach.centres),
    touched: true,
  };
  const time: TimeAnswers = {
    parts: parts ?? new Set(),
    exact: parts ? null : profile.availability,
    commitment: profile.commitment,
    perWeek: profile.hours_per_week === null ? '' : String(profile.hours_per_week),
  };
  const able: AbilityAnswers = {
    languages: Object.fromEntries(
      Object.entries(profile.languages).map(([code, level]) => [
        code,
        /^C|B2/.test(level) ? 'fluent' : 'basic',
      ]),
    ),
    skills: new Set(profile.skills),
    certificates: new Map(profile.certificates.map((c) => [c.code, c.valid_until ?? ''])),
    ages: new Set(profile.age_groups),
    interests: new Set(profile.interests),
    about: profile.about ?? '',
  };
  return { place, time, able };
}
