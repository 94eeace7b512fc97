import { common } from '../i18n/common';
import { forgetDrafts } from '../state/draft';
import { hasRole, type RoleName, signOut } from '../state/session';

/** Where each role has its pages, and the way out. */
export function OwnMenu({ path }: { path: string }) {
  const t = common.t;
  const items: [string, string, RoleName[]][] = [
    ['/keskus', t.centreHome, ['manager', 'specialist']],
    ['/koordinaator', t.coordinatorHome, ['coordinator']],
    ['/kontod', t.accounts, ['admin']],
    ['/logi', t.log, ['admin', 'dpo']],
    ['/minu', t.myPage, ['volunteer', 'worker']],
  ];
  const leave = async () => {
    await signOut();
    forgetDrafts();
    location.assign('/');
  };
  return (
    <>
      {items
        .filter(([, , roles]) => hasRole(...roles))
        .map(([href, label]) => (
          <a key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
            {label}
          </a>
        ))}
      <button type="button" class="link" onClick={leave}>
        {t.signOut}
      </button>
    </>
  );
}
