// A volunteering certificate: who helped, where, when, how many hours. Made for paper; the screen shows the sheet.
import { api, type Centre, type Schemas } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { formatDay, formatLongDay, formatTime, today } from '../../i18n/dates';
import { language } from '../../i18n/language';
import { staff } from '../../i18n/parts';
import { formatNumber } from '../../i18n/plural';
import { titleIn } from '../../state/region';
import { useResource } from '../../state/resource';
import { dateOf } from './model/roster';

type Service = Schemas['ServiceRecord'];

const hoursText = (hours: number) => formatNumber(language.value, hours, 1);

const period = (first: string, last: string) =>
  first === last
    ? formatLongDay(first)
    : staff.t.certificate.period(formatLongDay(first), formatLongDay(last));

/** With its year, which a certificate needs in every row. */
const rowDay = (date: string) => formatDay(date, language.value, 0);

function Sheet({ record }: { record: Service }) {
  const t = staff.t.certificate;
  const first = record.entries[0];
  const last = record.entries.at(-1);
  return (
    <article class="certificate">
      <p class="certificate-thanks">{t.thanks}</p>
      <p class="certificate-text">{t.text(record.name, record.centre_name)}</p>
      <p class="certificate-sum">
        <b>{t.hours(record.hours, hoursText(record.hours))}</b> · {t.shifts(record.entries.length)}
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
          {record.entries.map((entry) => (
            <tr key={entry.from}>
              <th scope="row">{rowDay(dateOf(entry.from))}</th>
              <td>{titleIn(entry.titles)}</td>
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
            <td class="numeric">{hoursText(record.hours)}</td>
          </tr>
        </tfoot>
      </table>
      <dl class="certificate-signed">
        <div>
          <dt>{t.place}</dt>
          <dd>
            {record.centre_name}, {record.municipality_name}
          </dd>
        </div>
        <div>
          <dt>{t.day}</dt>
          <dd>{formatLongDay(today())}</dd>
        </div>
        <div>
          <dt>{t.sign}</dt>
          <dd class="certificate-line" />
        </div>
      </dl>
    </article>
  );
}

export function Certificate({ centre, person }: { centre: Centre; person: string }) {
  const t = staff.t.certificate;
  const record = useResource(`service ${centre.id} ${person}`, (signal) =>
    api.get('/api/v1/centres/{centre}/people/{person}/service', {
      path: { centre: centre.id, person },
      signal,
    }),
  );
  const week = `/keskus/${centre.id}/nadal`;
  return (
    <Page title={t.title} width="middle">
      {record.problem?.status === 404 ? (
        <Empty title={t.none}>
          <ButtonLink href={week}>{t.back}</ButtonLink>
        </Empty>
      ) : (
        <Loaded of={record}>
          {(data) => (
            <>
              <p class="hint no-print">{t.hint}</p>
              <div class="buttons no-print">
                <Button kind="primary" onClick={() => print()}>
                  <Icon name="print" />
                  {t.print}
                </Button>
                <ButtonLink kind="quiet" href={week}>
                  {t.back}
                </ButtonLink>
              </div>
              <Sheet record={data} />
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}
