// A volunteering certificate of one centre. Made for paper; the screen shows the sheet.
import { api, type Centre } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { staff } from '../../i18n/parts';
import { useResource } from '../../state/resource';
import { HoursSheet } from '../staff/HoursSheet';

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
              <HoursSheet
                text={t.text(data.name, data.centre_name)}
                hours={data.hours}
                entries={data.entries}
                issuer={`${data.centre_name}, ${data.municipality_name}`}
              />
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}
