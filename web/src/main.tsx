// Where the browser's part starts: language first, then the page that the address names.
import { render } from 'preact';
import lazy from 'preact-iso/lazy';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { Shell } from './components/Shell';
import type { Catalog } from './i18n/catalog';
import { common } from './i18n/common';
import { admin, coordinator, manager, open } from './i18n/parts';
import { NotFound } from './pages/NotFound';

/** A page whose code and texts come together when its address is opened. */
function page<M, K extends keyof M>(load: () => Promise<M>, name: K, ...texts: Catalog<unknown>[]) {
  return lazy(async () => {
    const [module] = await Promise.all([load(), ...texts.map((part) => part.load())]);
    return { default: module[name] as preact.ComponentType };
  });
}

const openPages = () => import('./pages/public/index');
const managerPages = () => import('./pages/manager/index');
const coordinatorPages = () => import('./pages/coordinator/index');

const Needs = page(openPages, 'Needs', open);
const Manager = page(managerPages, 'Manager', open, manager);
const Admin = page(() => import('./pages/admin/index'), 'Admin', admin);
const Coordinator = page(coordinatorPages, 'Coordinator', open, coordinator);

function App() {
  return (
    <LocationProvider>
      <Shell>
        <Router>
          <Route path="/" component={Needs} />
          <Route path="/keskus" component={Manager} />
          <Route path="/keskus/*" component={Manager} />
          <Route path="/koordinaator" component={Coordinator} />
          <Route path="/koordinaator/*" component={Coordinator} />
          <Route path="/kontod" component={Admin} />
          <Route path="/kontod/uus" component={Admin} />
          <Route path="/logi" component={Admin} />
          <Route default component={NotFound} />
        </Router>
      </Shell>
    </LocationProvider>
  );
}

const root = document.getElementById('app');
if (root) common.load().then(() => render(<App />, root));
