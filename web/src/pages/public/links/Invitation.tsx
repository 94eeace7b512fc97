import { useState } from 'preact/hooks';
import { api, type InvitationDetail } from '../../../api';
import { Loaded } from '../../../components/Loading';
import { focusOnce, Page } from '../../../components/Page';
import { common } from '../../../i18n/common';
import { formatDay, formatDistance, formatSpan, formatTime } from '../../../i18n/dates';
import { open, volunteer } from '../../../i18n/parts';
import { loadRegion, titleIn } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { InvitationAnswer, outcomeText } from '../../volunteer/InvitationAnswer';
import { NeedFacts } from '../NeedDetail';
import { Gone, isGone, useToken } from './token';

function Asked({ token, invitation }: { token: string; invitation: InvitationDetail }) {
  const t = volunteer.t;
  const [now, setNow] = useState(invitation);
  const { need, reasons, distance_m, expires } = now;
  const asked = need.shifts.filter((shift) => now.shifts.includes(shift.id));
  const coming = need.shifts.filter((shift) =>
    now.placements?.some((placement) => placement.shift === shift.id),
  );
  // How far it is stands in the line above.
  const why = distance_m == null ? reasons : reasons?.filter((reason) => reason.code !== 'near');
  return (
    <Page
      title={titleIn(need.titles)}
      above={t.invitedTo(need.centre_name)}
      lead={
        <>
          {asked[0] && formatSpan(asked[0].from, asked[0].to)}
          {asked.length > 1 && ` ${open.t.moreTimes(asked.length - 1)}`}
          {distance_m != null && ` · ${formatDistance(distance_m)}`}
        </>
      }
    >
      {why && why.length > 0 && (
        <p class="reasons">
          {t.why}: {why.map((reason) => reason.text).join(' · ')}
        </p>
      )}
      {now.state === 'sent' ? (
        <>
          <InvitationAnswer invitation={now} token={token} onAnswered={setNow} />
          {expires && <p class="soft">{t.answerBy(`${formatDay(expires)} ${formatTime(expires)}`)}</p>}
        </>
      ) : (
        <div class="notice notice-good" role="status" tabIndex={-1} ref={focusOnce}>
          <p>{outcomeText(now)}</p>
          {coming.length > 1 && (
            <ul>
              {coming.map((shift) => (
                <li key={shift.id}>{formatSpan(shift.from, shift.to)}</li>
              ))}
            </ul>
          )}
          <p>
            <a href="/minu">{common.t.myPage}</a>
          </p>
        </div>
      )}
      <NeedFacts need={need} />
    </Page>
  );
}

function Read({ token }: { token: string }) {
  const invitation = useResource(token, async (signal) => {
    const [found] = await Promise.all([
      api.get('/api/v1/invitations/{token}', { path: { token }, signal }),
      loadRegion(),
    ]);
    return found;
  });
  if (isGone(invitation.problem)) return <Gone />;
  if (invitation.data) return <Asked token={token} invitation={invitation.data} />;
  return (
    <main class="page page-narrow" id="content">
      <Loaded of={invitation}>{() => null}</Loaded>
    </main>
  );
}

/** An invitation, straight from the mail: no signing in needed to say yes or no. */
export function Invitation() {
  const token = useToken();
  return token ? <Read token={token} /> : <Gone cut />;
}
