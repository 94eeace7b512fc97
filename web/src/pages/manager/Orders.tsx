// Drafts of secondment orders: for each worker of the centre the visits of a round. Made for paper.
import { api, type Centre, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { formatDay, formatDistance, formatLongDay, today } from '../../i18n/dates';
import { language } from '../../i18n/language';
import { rounds as texts } from '../../i18n/rounds';
import { codeName } from '../../state/region';
import { useResource } from '../../state/resource';

type Order = Schemas['Order'];

/** With its year, which an order needs in every row. */
const orderDay = (date: string) => formatDay(date, language.value, 0);

/** The sentence it stands in has its own full stop. */
const unended = (text: string) => text.trim().replace(/\.$/, '');

function Sheet({ order, round }: { order: Order; round: Schemas['OrderList'] }) {
  const t = texts.t.orders;
  const wants = [...new Set(order.visits.flatMap((visit) => visit.wants ?? []))];
  return (
    <article class="certificate order">
      <p class="certificate-thanks">{t.heading}</p>
      <p class="certificate-text">{t.text(order.employer, order.worker_name, order.home_name)}</p>
      <p>{round.kind === 'swap' ? t.swap : t.shadow}</p>
      <table>
        <caption>{round.name}</caption>
        <thead>
          <tr>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.where}</th>
            <th scope="col">{t.way}</th>
            <th scope="col">{t.agreed}</th>
          </tr>
        </thead>
        <tbody>
          {order.visits.map((visit) => (
            <tr key={visit.id}>
              <th scope="row">{visit.days.map(orderDay).join(', ')}</th>
              <td>
                {visit.host_name}, {visit.host_employer}
                {visit.address && (
                  <>
                    <br />
                    {visit.address}
                  </>
                )}
              </td>
              <td>{formatDistance(visit.metres)}</td>
              <td>{visit.employer_agreed && visit.host_agreed ? t.bothAgreed : t.notAgreed}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {wants.length > 0 && <p>{t.goal(wants.map(codeName).join(', '))}</p>}
      {order.visits.map((visit) => visit.goal && <p key={visit.id}>{t.goal(unended(visit.goal))}</p>)}
      <p>{t.pay}</p>
      <dl class="certificate-signed">
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

export function Orders({ centre, round }: { centre: Centre; round: string }) {
  const t = texts.t.orders;
  const orders = useResource(`orders ${round}`, (signal) =>
    api.get('/api/v1/rounds/{id}/orders', { path: { id: round }, signal }),
  );
  return (
    <Page title={t.title} width="middle" lead={orders.data?.name}>
      <Loaded of={orders}>
        {(data) => {
          const own = data.orders.filter((order) => order.home === centre.id);
          return own.length === 0 ? (
            <Empty title={t.none} />
          ) : (
            <>
              <p class="hint no-print">{t.hint}</p>
              <div class="buttons no-print">
                <Button kind="primary" onClick={() => print()}>
                  <Icon name="print" />
                  {t.print}
                </Button>
              </div>
              {own.map((order) => (
                <Sheet key={order.worker} order={order} round={data} />
              ))}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
