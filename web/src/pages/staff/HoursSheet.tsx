// A sheet of hours: who helped, where, when, how long. A centre signs one of its own hours; a volunteer prints all of theirs.
import type { Schemas } from '../../api';
import { formatDay, formatLongDay, formatTime, today } from '../../i18n/dates';
import { language } from '../../i18n/language';
import { staff } from '../../i18n/parts';
import { formatNumber } from '../../i18n/plural';
import { titleIn } from '../../state/region';
import { dateOf } from '../manager/model/roster';

export interface SheetEntry {
  from: string;
  to: string;
  titles: Schemas['ServiceRecord']['entries'][number]['titles'];
  hours: number;
  /** Where, on a sheet of more than one centre. */
  centre?: string;
}

interface Props {
  text: string;
  hours: number;
  entries: readonly SheetEntry[];
  /** Who gives it out, with a line to sign on; without one it is an extract. */
  issuer?: string;
  /** Small print in place of a signature. */
  note?: string;
}

const hoursText = (hours: number) => formatNumber(language.value, hours, 1);

const period = (first: string, last: string) =>
  first === last
    ? formatLongDay(first)
    : staff.t.certificate.period(formatLongDay(first), formatLongDay(last));

/** With its year, which a certificate needs in every row. */
const rowDay = (date: string) => formatDay(date, language.value, 0);

export function HoursSheet({ text, hours, entries, issuer, note }: Props) {
  const t = staff.t.certificate;
  const first = entries[0];
  const last = entries.at(-1);
  return (
    <article class="certificate">
      <p class="certificate-thanks">{t.thanks}</p>
      <p class="certificate-text">{text}</p>
      <p class="certificate-sum">
        <b>{t.hours(hours, hoursText(hours))}</b> · {t.shifts(entries.length)}
        {first && last && (
          <>
            <br />
            {period(dateOf(first.from), dateOf(last.from))}
          </>
        )}
      </p>
      <table>
        <caption>{t.table}</caption>
        <thead>
          <tr>
            <th scope="col">{t.date}</th>
            <th scope="col">{t.activity}</th>
            <th scope="col">{t.time}</th>
            <th scope="col" class="numeric">
              {t.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.from}>
              <th scope="row">{rowDay(dateOf(entry.from))}</th>
              <td>
                {titleIn(entry.titles)}
                {entry.centre && `, ${entry.centre}`}
              </td>
              <td class="certificate-time">
                {formatTime(entry.from)}–{formatTime(entry.to)}
              </td>
              <td class="numeric">{hoursText(entry.hours)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t.total}
            </th>
            <td class="numeric">{hoursText(hours)}</td>
          </tr>
        </tfoot>
      </table>
      <dl class="certificate-signed">
        {issuer && (
          <div>
            <dt>{t.place}</dt>
            <dd>{issuer}</dd>
          </div>
        )}
        <div>
          <dt>{t.day}</dt>
          <dd>{formatLongDay(today())}</dd>
        </div>
        {issuer && (
          <div>
            <dt>{t.sign}</dt>
            <dd class="certificate-line" />
          </div>
        )}
      </dl>
      {note && <p class="hint">{note}</p>}
    </article>
  );
}
