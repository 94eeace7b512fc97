import { useLocation } from 'preact-iso/router';
import { coordinator } from '../../i18n/parts';
import { NotFound } from '../NotFound';
import { RequireRole } from '../RequireRole';
import { later, SubMenu, WithRegion } from '../staff/frame';
import { NeedsMap } from './NeedsMap';
import { Rounds } from './Rounds';
import { Workers } from './Workers';

const NewRound = later(() => import('./NewRound').then((m) => m.NewRound));
const RoundPages = later(() => import('./round/RoundPages').then((m) => m.RoundPages));

function Pages() {
  const { path } = useLocation();
  const [, , section = '', id = '', part = ''] = path.split('/');
  if (section === '') return <NeedsMap />;
  if (section === 'tootajad') return <Workers />;
  if (section !== 'voorud') return <NotFound />;
  if (id === '') return <Rounds />;
  return id === 'uus' ? <NewRound /> : <RoundPages key={id} id={id} part={part} />;
}

export function Coordinator() {
  const { path } = useLocation();
  const t = coordinator.t.nav;
  const tabs = [
    { href: '/koordinaator', label: t.needs },
    { href: '/koordinaator/voorud', label: t.rounds, below: true },
    { href: '/koordinaator/tootajad', label: t.workers },
  ];
  return (
    <RequireRole roles={['coordinator']}>
      {() => (
        <WithRegion>
          {() => (
            <>
              <SubMenu label={t.label} tabs={tabs} path={path} />
              <Pages />
            </>
          )}
        </WithRegion>
      )}
    </RequireRole>
  );
}
