// Accounts for the administrator, the log for whoever protects the data. No profiles for either.
import { useLocation } from 'preact-iso/router';
import { admin } from '../../i18n/parts';
import { hasRole } from '../../state/session';
import { RequireRole } from '../RequireRole';
import { SubMenu, WithRegion } from '../staff/frame';
import { Accounts } from './Accounts';
import { Log } from './Log';
import { NewAccount } from './NewAccount';

function Pages({ path }: { path: string }) {
  if (path === '/logi') return <Log />;
  return path === '/kontod/uus' ? <NewAccount /> : <Accounts />;
}

export function Admin() {
  const { path } = useLocation();
  const t = admin.t;
  const tabs = [
    { href: '/kontod', label: t.accounts },
    { href: '/kontod/uus', label: t.newAccount },
    { href: '/logi', label: t.log },
  ];
  return (
    <RequireRole roles={path === '/logi' ? ['admin', 'dpo'] : ['admin']}>
      {() => (
        <WithRegion>
          {() => (
            <>
              {hasRole('admin') && <SubMenu label={t.accounts} tabs={tabs} path={path} />}
              <Pages path={path} />
            </>
          )}
        </WithRegion>
      )}
    </RequireRole>
  );
}
