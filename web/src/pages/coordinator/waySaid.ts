import { formatDistance } from '../../i18n/dates';
import { ways } from '../../i18n/ways';

/** `24,5 km, 49 minutit` */
export const waySaid = (metres: number, minutes: number): string =>
  ways.t.way(formatDistance(metres), minutes);
