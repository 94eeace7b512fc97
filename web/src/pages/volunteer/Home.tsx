import { api, type InvitationDetail, type Profile } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Empty, Loaded } from '../../components/Loading';
import { focusHeading, Page } from '../../components/Page';
import { Rows } from '../../components/Rows';
import { formatDay, formatTime } from '../../i18n/dates';
import { volunteer } from '../../i18n/parts';
import { useLive } from '../../state/live';
import { loadRegion } from '../../state/region';
import { useResource } from '../../state/resource';
import { toast } from '../../state/toast';
import { Agreed, HoursDone } from './Agreed';
import { CalendarAddress } from './CalendarAddress';
import { InvitationAnswer, outcomeText } from './InvitationAnswer';
import { MyData } from './MyData';
import { MyVisits } from './MyVisits';
import { NeedSummary } from './NeedSummary';

async function readMine(signal: AbortSignal) {
  const [invitations, placements, fitting] = await Promise.all([
    api.get('/api/v1/me/invitations', { signal }),
    api.get('/api/v1/me/placements', { signal }),
    api.get('/api/v1/me/needs', { signal, query: { top: 10 } }),
    loadRegion(),
  ]);
  return { invitations: invitations.invitations, placements, fitting: fitting.needs };
}

function InvitationRow({ invitation, onChanged }: { invitation: InvitationDetail; onChanged: () => void }) {
  const t = volunteer.t;
  const { need, shifts, distance_m, reasons, expires } = invitation;
  const answered = (after: InvitationDetail) => {
    toast(outcomeText(after), { ms: 10_000 });
    focusHeading();
    onChanged();
  };
  return (
    <NeedSummary need={need} shifts={shifts} distance={distance_m} reasons={reasons}>
      {expires && <p class="soft">{t.answerBy(`${formatDay(expires)} ${formatTime(expires)}`)}</p>}
      <InvitationAnswer invitation={invitation} token={invitation.id} onAnswered={answered} />
    </NeedSummary>
  );
}

function Offers({ offers, onChanged }: { offers: readonly InvitationDetail[]; onChanged: () => void }) {
  const t = volunteer.t;
  const withdraw = async (id: string) => {
    await api.delete('/api/v1/offers/{id}', { path: { id } });
    toast(t.offerWithdrawn);
    focusHeading();
    onChanged();
  };
  return (
    <>
      <h2>{t.offers}</h2>
      <Rows label={t.offers}>
        {offers.map((offer) => (
          <NeedSummary
            key={offer.id}
            need={offer.need}
            shifts={offer.shifts}
            actions={
              <Button small onClick={() => withdraw(offer.id)}>
                {t.offerWithdraw}
              </Button>
            }
          >
            <p class="soft">{t.offerWaits}</p>
          </NeedSummary>
        ))}
      </Rows>
    </>
  );
}

function Notices({ profile }: { profile: Profile }) {
  const t = volunteer.t;
  const guardian = profile.guardian;
  return (
    <>
      {profile.state === 'paused' && <p class="notice notice-warn">{t.paused}</p>}
      {guardian && guardian.permitted_centres.length === 0 && (
        <p class="notice notice-warn">{t.guardianWaits(guardian.name)}</p>
      )}
    </>
  );
}

/** "Minu leht": what waits for an answer first, then what is agreed, then what fits. */
export function Home({ profile }: { profile: Profile }) {
  const t = volunteer.t;
  const mine = useResource('mine', readMine);
  useLive('me', (event) => event.type !== 'hello' && mine.reload());
  const waiting = mine.data?.invitations.filter((i) => i.kind === 'invitation' && i.state === 'sent') ?? [];
  const offers = mine.data?.invitations.filter((i) => i.kind === 'offer' && i.state === 'sent') ?? [];
  const centres = new Set(mine.data?.fitting.map((f) => f.need.centre)).size;
  const lead =
    waiting.length > 0 ? t.waiting(waiting.length) : centres > 0 ? t.centresWait(centres) : t.nothingNew;
  return (
    <Page title={t.hello(profile.first_name)} lead={mine.data ? lead : '\u00a0'}>
      <Notices profile={profile} />
      <Loaded of={mine}>
        {({ placements, fitting }) => (
          <>
            {waiting.length > 0 && (
              <>
                <h2>{t.invitations}</h2>
                <Rows label={t.invitations}>
                  {waiting.map((invitation) => (
                    <InvitationRow key={invitation.id} invitation={invitation} onChanged={mine.reload} />
                  ))}
                </Rows>
              </>
            )}
            <h2>{t.agreed}</h2>
            <Agreed placements={placements.placements} onChanged={mine.reload} />
            {offers.length > 0 && <Offers offers={offers} onChanged={mine.reload} />}
            <h2>{t.fitting}</h2>
            {fitting.length === 0 ? (
              <Empty title={t.fittingNone}>
                <ButtonLink href="/minu/andmed">{t.fittingWiden}</ButtonLink>
              </Empty>
            ) : (
              <Rows label={t.fitting}>
                {fitting.map(({ need, shifts, reasons, distance_m }) => (
                  <NeedSummary
                    key={need.id}
                    {...{ need, shifts, reasons }}
                    distance={distance_m}
                    href={`/vajadused/${need.id}`}
                  />
                ))}
              </Rows>
            )}
            {profile.kind === 'worker' && <MyVisits />}
            <h2>{t.hours}</h2>
            <HoursDone placements={placements.placements} hours={placements.hours_done} />
          </>
        )}
      </Loaded>
      <CalendarAddress />
      <h2>{t.myData}</h2>
      <p>{profile.check_valid_until ? t.checkUntil(formatDay(profile.check_valid_until)) : t.checkNone}</p>
      <MyData profile={profile} />
    </Page>
  );
}
