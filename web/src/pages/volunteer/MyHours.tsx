// All hours that centres have noted for me, as a sheet for paper. It comes with the styles and the words of the staff's own.
import { api, type Profile } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { staff } from '../../i18n/parts';
import { stylesheet } from '../../lib/stylesheet';
import { loadRegion } from '../../state/region';
import { useResource } from '../../state/resource';
import { HoursSheet, type SheetEntry } from '../staff/HoursSheet';

async function readHours(signal: AbortSignal) {
  const [mine] = await Promise.all([
    api.get('/api/v1/me/placements', { signal }),
    loadRegion(),
    stylesheet(STAFF_CSS),
  ]);
  const entries: SheetEntry[] = mine.placements
    .filter((one) => one.state === 'done')
    .map(({ from, to, titles, hours, centre_name }) => ({
      from,
      to,
      titles,
      hours: hours ?? 0,
      centre: centre_name,
    }))
    .sort((a, b) => a.from.localeCompare(b.from));
  return { entries, hours: entries.reduce((sum, one) => sum + one.hours, 0) };
}

export function MyHours({ profile }: { profile: Profile }) {
  const t = staff.t.certificate;
  const hours = useResource('my hours', readHours);
  const back = (
    <ButtonLink kind="quiet" href="/minu">
      {t.ownBack}
    </ButtonLink>
  );
  return (
    <Page title={t.ownTitle} width="middle">
      <Loaded of={hours}>
        {(data) =>
          data.entries.length === 0 ? (
            <Empty title={t.ownNone}>{back}</Empty>
          ) : (
            <>
              <p class="hint no-print">{t.ownHint}</p>
              <div class="buttons no-print">
                <Button kind="primary" onClick={() => print()}>
                  <Icon name="print" />
                  {t.print}
                </Button>
                {back}
              </div>
              <HoursSheet
                text={t.ownText(`${profile.first_name} ${profile.last_name}`)}
                note={t.ownNote}
                {...data}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
