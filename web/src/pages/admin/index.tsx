// Accounts for the administrator, the log for whoever protects the data. No profiles for either.
import { useLocation } from 'preact-iso/router';
import { admin } from '../../i18n/parts';
import { hasRole } from '../../state/session';
import { RequireRole } from '../RequireRole';
import { SubMenu, WithRegion } from '../staff/frame';
import { Accounts } from './Accounts';
import { Log } from './Log';
import { NewAccount } from './NewAccount';
import { Retention } from './Retention';

function Pages({ path }: { path: string }) {
  if (path === '/logi') return <Log />;
  if (path === '/sailitus') return <Retention />;
  return path === '/kontod/uus' ? <NewAccount /> : <Accounts />;
}

export function Admin() {
  const { path } = useLocation();
  const t = admin.t;
  const logs = [
    { href: '/logi', label: t.log },
    { href: '/sailitus', label: t.retention.title },
  ];
  const accounts = [
    { href: '/kontod', label: t.accounts },
    { href: '/kontod/uus', label: t.newAccount },
  ];
  const tabs = hasRole('admin') ? [...accounts, ...logs] : logs;
  return (
    <RequireRole roles={logs.some(({ href }) => href === path) ? ['admin', 'dpo'] : ['admin']}>
      {() => (
        <WithRegion>
          {() => (
            <>
              <SubMenu label={hasRole('admin') ? t.accounts : t.log} tabs={tabs} path={path} />
              <Pages path={path} />
            </>
          )}
        </WithRegion>
      )}
    </RequireRole>
  );
}
