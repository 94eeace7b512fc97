import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../api';
import { TextField } from '../../components/Field';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Table } from '../../components/Table';
import { languageNames } from '../../i18n/language';
import { admin } from '../../i18n/parts';
import { fold } from '../../lib/fold';
import { useResource } from '../../state/resource';

export type Account = Schemas['Account'];

const pageSize = 200;
const pagesAtMost = 20;

/** All accounts: there are dozens, not thousands. */
export async function readAccounts(signal: AbortSignal): Promise<Account[]> {
  const all: Account[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const part = await api.get('/api/v1/accounts', {
      query: { limit: pageSize, ...(cursor ? { cursor } : {}) },
      signal,
    });
    all.push(...part.accounts);
    if (!part.next) break;
    cursor = part.next;
  }
  return all.sort((a, b) => a.email.localeCompare(b.email));
}

const roleText = ({ role, scope_name, scope }: Schemas['Role']) =>
  [admin.t.role[role] ?? role, scope_name ?? scope].filter(Boolean).join(', ');

export function Accounts() {
  const t = admin.t;
  const [typed, setTyped] = useState('');
  const accounts = useResource('accounts', readAccounts);
  const wanted = fold(typed);
  const found = (accounts.data ?? []).filter((a) =>
    fold(`${a.email} ${a.roles.map(roleText).join(' ')}`).includes(wanted),
  );
  return (
    <Page title={t.accounts} lead={t.accountsLead} width="wide">
      <TextField
        name="filter"
        type="search"
        label={t.filter}
        width="middle"
        autocomplete="off"
        value={typed}
        onValue={setTyped}
      />
      <Loaded of={accounts}>
        {() =>
          found.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <div class="cards">
              <Table
                caption={t.accounts}
                captionHidden
                rows={found}
                rowKey={(a) => a.id}
                columns={[
                  { key: 'email', head: t.email, cell: (a) => a.email },
                  { key: 'roles', head: t.roles, cell: (a) => a.roles.map(roleText).join('; ') },
                  { key: 'language', head: t.language, cell: (a) => languageNames[a.language] },
                ]}
              />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
