import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Centre } from '../../api';
import { Page } from '../../components/Page';
import { manager } from '../../i18n/parts';
import { rounds } from '../../i18n/rounds';
import { hasRole } from '../../state/session';
import { NotFound } from '../NotFound';
import { RequireRole } from '../RequireRole';
import { centresOf, later, SubMenu, WithRegion } from '../staff/frame';
import { Needs } from './Needs';
import { NeedPage } from './need/NeedPage';
import { Today } from './Today';
import { Week } from './Week';

const Agreements = later(() =>
  Promise.all([import('./Agreements'), rounds.load()]).then(([m]) => m.Agreements),
);
const Orders = later(() => Promise.all([import('./Orders'), rounds.load()]).then(([m]) => m.Orders));
const EditNeed = later(() => import('./new-need/EditNeed').then((m) => m.EditNeed));
const Certificate = later(() => import('./Certificate').then((m) => m.Certificate));
const Recruiting = later(() => import('./Recruiting').then((m) => m.Recruiting));
const NewNeed = later(() => import('./new-need/NewNeed').then((m) => m.NewNeed));

function CentreSwitch({ centres, centre }: { centres: readonly Centre[]; centre: Centre }) {
  const { route } = useLocation();
  if (centres.length < 2) return <span class="submenu-place">{centre.name}</span>;
  return (
    <label class="submenu-place">
      <span class="hidden">{manager.t.nav.centre}</span>
      <select
        class="input"
        value={centre.id}
        onChange={(event) => route(`/keskus/${event.currentTarget.value}`)}
      >
        {centres.map((c) => (
          <option key={c.id} value={c.id}>
            {c.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface CentrePageProps {
  centre: Centre;
  section: string;
  id: string;
  part: string;
}

function CentrePage({ centre, section, id, part }: CentrePageProps) {
  if (section === '') return <Today centre={centre} />;
  if (section === 'nadal') return <Week centre={centre} />;
  if (section === 'voorud' && id) return <Orders key={id} centre={centre} round={id} />;
  if (section === 'voorud') return <Agreements centre={centre} />;
  if (section === 'uus') return <NewNeed centre={centre} />;
  if (section === 'otsi') return <Recruiting centre={centre} />;
  if (section === 'tunnistus' && id) return <Certificate centre={centre} person={id} />;
  if (section !== 'vajadused') return <NotFound />;
  if (id && part === 'muuda') return <EditNeed key={id} centre={centre} id={id} />;
  if (part) return <NotFound />;
  return id ? <NeedPage key={id} centre={centre} id={id} /> : <Needs centre={centre} />;
}

function CentrePages({ centres }: { centres: readonly Centre[] }) {
  const { path, route } = useLocation();
  const [, , id = '', section = '', need = '', part = ''] = path.split('/');
  const first = centres[0];
  const centre = centres.find((c) => c.id === id);
  useEffect(() => {
    // A letter to the staff of several centres names none.
    if (first && (!id || id === 'voorud')) route(`/keskus/${first.id}${id ? '/voorud' : ''}`, true);
  }, [id, first, route]);
  if (!first) return <Page title={manager.t.noCentre} lead={manager.t.noCentreHelp} children={null} />;
  if (!id || id === 'voorud') return null;
  if (!centre) return <NotFound />;
  const home = `/keskus/${centre.id}`;
  const t = manager.t.nav;
  const tabs = [
    { href: home, label: t.today },
    { href: `${home}/nadal`, label: t.week },
    { href: `${home}/vajadused`, label: t.needs, below: true },
    { href: `${home}/uus`, label: t.newNeed },
    { href: `${home}/voorud`, label: t.agreements, below: true },
    ...(hasRole('specialist') ? [{ href: '/koordinaator/sobitamine', label: t.pairings }] : []),
  ];
  return (
    <>
      <SubMenu label={t.label} tabs={tabs} path={path}>
        <CentreSwitch centres={centres} centre={centre} />
      </SubMenu>
      <CentrePage key={centre.id} centre={centre} section={section} id={need} part={part} />
    </>
  );
}

export function Manager() {
  return (
    <RequireRole roles={['manager', 'specialist', 'coordinator']}>
      {() => <WithRegion>{(region) => <CentrePages centres={centresOf(region)} />}</WithRegion>}
    </RequireRole>
  );
}
