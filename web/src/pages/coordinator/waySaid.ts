import { language } from '../../i18n/language';
import { formatNumber } from '../../i18n/plural';
import { ways } from '../../i18n/ways';
import type { Way } from './model/ways';

const said = (metres: number, minutes: number, decimals: number): string =>
  ways.t.way(formatNumber(language.value, metres / 1000, decimals), minutes);

/** The way that counts, `24,5 km, 49 minutit`: to the metre where it was typed, to 100 m where it was computed. */
export const waySaid = ({ metres, minutes, by_hand }: Way): string => said(metres, minutes, by_hand ? 3 : 1);

/** What is computed from the straight line, to 100 m. */
export const ruleSaid = ({ rule_metres, rule_minutes }: Way): string => said(rule_metres, rule_minutes, 1);
