// "Keda otsida": what the newest proposal says one more person would bring to this centre.
import { api, type Centre } from '../../api';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { formatDay, formatTime } from '../../i18n/dates';
import { language } from '../../i18n/language';
import { manager } from '../../i18n/parts';
import { useResource } from '../../state/resource';
import { Advice } from '../staff/Advice';
import { dateOf } from './model/roster';

export function Recruiting({ centre }: { centre: Centre }) {
  const t = manager.t.recruiting;
  // The sentences come from the server in the language of the page.
  const found = useResource(`recruiting ${centre.id} ${language.value}`, (signal) =>
    api.get('/api/v1/centres/{centre}/recruiting', { path: { centre: centre.id }, signal }),
  );
  return (
    <Page title={t.title}>
      <Loaded of={found}>
        {({ as_of, advice }) =>
          as_of === null ? (
            <Empty title={t.noProposal}>
              <p>{t.noProposalHelp}</p>
            </Empty>
          ) : (
            <>
              <Advice advice={advice} level={2} />
              <p class="soft">{t.asOf(`${formatDay(dateOf(as_of))}, ${formatTime(as_of)}`)}</p>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
