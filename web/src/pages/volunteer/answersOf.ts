import type { Profile, Region } from '../../api';
import { partsOfHours } from '../../lib/availability';
import { wayMetres } from '../../lib/distance';
import type { AbilityAnswers, PlaceAnswers, TimeAnswers } from '../public/register/answers';

/** Centres by name; whoever said a distance instead sees the centres that it means. */
function reachedCentres({ home, reach }: Profile, region: Region): string[] {
  const { centres, max_m } = reach;
  if (centres.length > 0 || !max_m) return centres;
  return region.centres.filter((centre) => wayMetres(home, centre) <= max_m).map((centre) => centre.id);
}

/** A stored profile as answers, for changing it with the same fields. */
export function answersOf(profile: Profile, region: Region) {
  const settlement = region.settlements.find((s) => s.id === profile.home.settlement) ?? null;
  const parts = partsOfHours(profile.availability);
  const place: PlaceAnswers = {
    typed: settlement?.name ?? '',
    settlement,
    position: settlement ? null : { lat: profile.home.lat, lon: profile.home.lon },
    centres: new Set(reachedCentres(profile, region)),
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
