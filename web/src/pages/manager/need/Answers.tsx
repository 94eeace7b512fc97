// What was asked and offered: offers wait for a yes or no, invitations for the person's answer.
import { api, type Need } from '../../../api';
import { Button } from '../../../components/Button';
import { Row, Rows, Tag } from '../../../components/Rows';
import { toast } from '../../../components/Toast';
import { formatDay, formatSpan, formatTime } from '../../../i18n/dates';
import { manager } from '../../../i18n/parts';
import { useAct } from '../../staff/frame';
import type { Invitation } from '../model/candidates';
import { dateOf } from '../model/roster';

interface OffersProps {
  offers: readonly Invitation[];
  need: Need;
  onChanged: () => void;
}

export function Offers({ offers, need, onChanged }: OffersProps) {
  const t = manager.t.today;
  const { busy, act } = useAct();
  const reply = (offer: Invitation, answer: 'accept' | 'decline') =>
    act(offer.id + answer, async () => {
      await api.post('/api/v1/offers/{id}/answer', { path: { id: offer.id }, body: { answer } });
      const name = offer.name ?? offer.first_name;
      toast(
        answer === 'decline' ? t.saidNo(name) : offer.check_needed ? t.saidYesCheck(name) : t.saidYes(name),
      );
      onChanged();
    });
  return (
    <>
      <h2>{manager.t.need.offers}</h2>
      <Rows>
        {offers.map((offer) => (
          <Row
            key={offer.id}
            title={offer.name ?? offer.first_name}
            actions={
              <>
                <Button
                  small
                  kind="primary"
                  busy={busy === `${offer.id}accept`}
                  onClick={() => reply(offer, 'accept')}
                >
                  {t.yes}
                </Button>
                <Button small busy={busy === `${offer.id}decline`} onClick={() => reply(offer, 'decline')}>
                  {t.no}
                </Button>
              </>
            }
          >
            {need.shifts
              .filter((s) => offer.shifts.includes(s.id))
              .map((s) => (
                <p key={s.id}>{formatSpan(s.from, s.to)}</p>
              ))}
            {offer.check_needed && <Tag tone="warn">{manager.t.need.flags.check_needed}</Tag>}
          </Row>
        ))}
      </Rows>
    </>
  );
}

interface AskedProps {
  asked: readonly Invitation[];
  declined: readonly Invitation[];
  onChanged: () => void;
}

export function Asked({ asked, declined, onChanged }: AskedProps) {
  const t = manager.t.need;
  const { busy, act } = useAct();
  const withdraw = (invitation: Invitation) =>
    act(invitation.id, async () => {
      await api.delete('/api/v1/invitations/{token}', {
        path: { token: invitation.id },
        query: { told: true },
      });
      toast(t.withdrawn(invitation.first_name));
      onChanged();
    });
  if (asked.length + declined.length === 0) return null;
  return (
    <>
      {asked.length > 0 && (
        <>
          <h2>{t.asked}</h2>
          <ul class="plain asked">
            {asked.map((i) => (
              <li key={i.id}>
                <b>{i.name ?? i.first_name}</b>
                {i.expires && (
                  <span class="soft">
                    {' '}
                    · {t.expires(`${formatDay(dateOf(i.expires))}, ${formatTime(i.expires)}`)}
                  </span>
                )}{' '}
                <Button
                  small
                  kind="quiet"
                  aria-label={t.withdrawName(i.first_name)}
                  busy={busy === i.id}
                  onClick={() => withdraw(i)}
                >
                  {t.withdraw}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {declined.length > 0 && (
        <>
          <h2>{t.declined}</h2>
          <ul class="plain">
            {declined.map((i) => (
              <li key={i.id}>
                {i.name ?? i.first_name}
                {i.reason && <span class="soft"> · {manager.t.today.reasons[i.reason]}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
