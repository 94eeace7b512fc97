import lazy from 'preact-iso/lazy';
import { useRoute } from 'preact-iso/router';
import { Page } from '../../components/Page';
import { common } from '../../i18n/common';
import { exchange, staff } from '../../i18n/parts';
import { RequireRole } from '../RequireRole';
import { Home } from './Home';
import { Views } from './Views';

/** A worker's exchange pages come with their texts. */
const Questions = lazy(async () => {
  const [{ Questions }] = await Promise.all([import('./exchange/Questions'), exchange.load()]);
  return { default: Questions };
});
const Journal = lazy(async () => {
  const [{ Journal }] = await Promise.all([import('./exchange/Journal'), exchange.load()]);
  return { default: Journal };
});
const EditProfile = lazy(async () => ({ default: (await import('./EditProfile')).EditProfile }));

const MyHours = lazy(async () => {
  const [module] = await Promise.all([import('./MyHours'), staff.load()]);
  return { default: module.MyHours };
});

/** A person's own pages: volunteers and workers. */
export function Mine() {
  const { part, id } = useRoute().params;
  return (
    <RequireRole roles={['volunteer', 'worker']}>
      {({ profile }) => {
        if (!profile) return <Page title={common.t.forbidden}>{null}</Page>;
        if (part === 'andmed') return <EditProfile profile={profile} />;
        if (part === 'tunnid') return <MyHours profile={profile} />;
        if (part === 'vaatamised') return <Views />;
        if (part === 'voorud') return <Questions />;
        if (part === 'paevik' && id) return <Journal key={id} visit={id} />;
        return <Home profile={profile} />;
      }}
    </RequireRole>
  );
}
