// All pages by their addresses. What each of them loads is also named in scripts/pages.mjs, for the documents.
import type { ComponentType } from 'preact';
import { exec, LocationProvider, Route, Router } from 'preact-iso/router';
import { Shell } from './components/Shell';
import { common } from './i18n/common';
import { coordinator, manager, open, register, staff, volunteer } from './i18n/parts';
import { page } from './page';

const openPages = () => import('./pages/public/index');

const Needs = page(openPages, 'Needs', open);
const NeedDetail = page(openPages, 'NeedDetail', open);
const SignIn = page(openPages, 'SignIn', open);
const Register = page(() => import('./pages/public/register/index'), 'Register', register);
const Mine = page(() => import('./pages/volunteer/index'), 'Mine', open, register, volunteer);
const Manager = page(() => import('./pages/manager/index'), 'Manager', open, staff, manager);
const Coordinator = page(() => import('./pages/coordinator/index'), 'Coordinator', open, staff, coordinator);
const others = () => import('./pages/others');
const Others = page(others, 'Others');

const routes: readonly [path: string, page: ComponentType & { preload: () => Promise<unknown> }][] = [
  ['/', Needs],
  ['/vajadused/:id', NeedDetail],
  ['/liitu/:step?', Register],
  ['/sisene', SignIn],
  ['/minu/:part?/:id?', Mine],
  ['/keskus', Manager],
  ['/keskus/*', Manager],
  ['/koordinaator', Coordinator],
  ['/koordinaator/*', Coordinator],
  ['/*', Others],
];

/** All that the page at `path` is made of, so that its first drawing is whole. */
export async function loadPage(path: string): Promise<void> {
  const found = routes.find(([pattern]) => exec(path, pattern))?.[1];
  await Promise.all([common.load(), found?.preload()]);
  if (found === Others) await (await others()).loadOther(path);
}

export function App() {
  return (
    <LocationProvider>
      <Shell>
        <Router>
          {routes.map(([path, component]) => (
            <Route key={path} path={path} component={component} />
          ))}
        </Router>
      </Shell>
    </LocationProvider>
  );
}
