// Where the browser's part starts: language first, then the page that the address names.
import { render } from 'preact';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { Shell } from './components/Shell';
import { common } from './i18n/common';
import { coordinator, manager, open, register, volunteer } from './i18n/parts';
import { page } from './page';

const openPages = () => import('./pages/public/index');

const Needs = page(openPages, 'Needs', open);
const NeedDetail = page(openPages, 'NeedDetail', open);
const SignIn = page(openPages, 'SignIn', open);
const Register = page(() => import('./pages/public/register/index'), 'Register', register);
const Mine = page(() => import('./pages/volunteer/index'), 'Mine', open, register, volunteer);
const Manager = page(() => import('./pages/manager/index'), 'Manager', open, manager);
const Coordinator = page(() => import('./pages/coordinator/index'), 'Coordinator', open, coordinator);
const Others = page(() => import('./pages/others'), 'Others');

function App() {
  return (
    <LocationProvider>
      <Shell>
        <Router>
          <Route path="/" component={Needs} />
          <Route path="/vajadused/:id" component={NeedDetail} />
          <Route path="/liitu/:step?" component={Register} />
          <Route path="/sisene" component={SignIn} />
          <Route path="/minu/:part?/:id?" component={Mine} />
          <Route path="/keskus" component={Manager} />
          <Route path="/keskus/*" component={Manager} />
          <Route path="/koordinaator" component={Coordinator} />
          <Route path="/koordinaator/*" component={Coordinator} />
          <Route default component={Others} />
        </Router>
      </Shell>
    </LocationProvider>
  );
}

const root = document.getElementById('app');
if (root) common.load().then(() => render(<App />, root));
