import { language } from '../../i18n/language';
import { formatNumber } from '../../i18n/plural';
import { ways } from '../../i18n/ways';

/** `24,5 km, 49 minutit`: as it was typed, to 100 m. */
export const waySaid = (metres: number, minutes: number): string =>
  ways.t.way(formatNumber(language.value, metres / 1000, 1), minutes);
