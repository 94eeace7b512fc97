import { useLocation } from 'preact-iso/router';
import { coordinator, pairings } from '../../i18n/parts';
import { ways } from '../../i18n/ways';
import { hasRole } from '../../state/session';
import { NotFound } from '../NotFound';
import { RequireRole } from '../RequireRole';
import { later, SubMenu, WithRegion } from '../staff/frame';
import { NeedsMap } from './NeedsMap';
import { Rounds } from './Rounds';
import { Workers } from './Workers';

const NewRound = later(() => import('./NewRound').then((m) => m.NewRound));
const PairingPages = later(() =>
  Promise.all([import('./pairings/index'), pairings.load()]).then(([m]) => m.PairingPages),
);
const Ways = later(() => Promise.all([import('./Ways'), ways.load()]).then(([m]) => m.Ways));
const RoundPages = later(() => import('./round/RoundPages').then((m) => m.RoundPages));

function Pages() {
  const { path } = useLocation();
  const [, , section = '', id = '', part = ''] = path.split('/');
  if (section === '') return <NeedsMap />;
  if (section === 'sobitamine') return <PairingPages />;
  if (section === 'tootajad') return <Workers />;
  if (section === 'teed') return <Ways />;
  if (section !== 'voorud') return <NotFound />;
  if (id === '') return <Rounds />;
  return id === 'uus' ? <NewRound /> : <RoundPages key={id} id={id} part={part} />;
}

export function Coordinator() {
  const { path } = useLocation();
  const t = coordinator.t.nav;
  const pairing = { href: '/koordinaator/sobitamine', label: t.pairings, below: true };
  const tabs = [
    { href: '/koordinaator', label: t.needs },
    pairing,
    { href: '/koordinaator/voorud', label: t.rounds, below: true },
    { href: '/koordinaator/tootajad', label: t.workers },
    { href: '/koordinaator/teed', label: t.ways },
  ];
  // A specialist pairs for the municipality; the group's other pages are the coordinator's.
  const roles = path.startsWith(pairing.href)
    ? (['coordinator', 'specialist'] as const)
    : (['coordinator'] as const);
  return (
    <RequireRole roles={roles}>
      {() => (
        <WithRegion>
          {() => (
            <>
              <SubMenu label={t.label} tabs={hasRole('coordinator') ? tabs : [pairing]} path={path} />
              <Pages />
            </>
          )}
        </WithRegion>
      )}
    </RequireRole>
  );
}
