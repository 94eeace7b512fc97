import { api } from '../../api';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Table } from '../../components/Table';
import { common } from '../../i18n/common';
import { formatDay, formatTime } from '../../i18n/dates';
import { volunteer } from '../../i18n/parts';
import { useResource } from '../../state/resource';

/** Who saw my data, newest first. */
export function Views() {
  const t = volunteer.t;
  const views = useResource('views', (signal) =>
    api.get('/api/v1/me/views', { signal, query: { limit: 200 } }),
  );
  return (
    <Page title={t.views} above={<a href="/minu">← {common.t.myPage}</a>}>
      <Loaded of={views}>
        {(page) =>
          page.views.length === 0 ? (
            <p>{t.viewsNone}</p>
          ) : (
            <Table
              caption={t.views}
              captionHidden
              rows={page.views}
              rowKey={(view) => view.at + view.what}
              columns={[
                {
                  key: 'at',
                  head: t.viewWhen,
                  cell: (view) => `${formatDay(view.at)} ${formatTime(view.at)}`,
                },
                { key: 'who', head: t.viewWho, cell: (view) => view.who },
                { key: 'what', head: t.viewWhat, cell: (view) => view.what },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
