// The parts that texts come in. A page names those it uses in app.tsx; a part's files are i18n/PART/{et,ru,en}.ts.
import { catalog } from './catalog';

/** What anybody sees: needs, one need, signing in, the pages behind mailed links. */
export const open = catalog({
  et: () => import('./public/et'),
  ru: () => import('./public/ru'),
  en: () => import('./public/en'),
});

export const register = catalog({
  et: () => import('./register/et'),
  ru: () => import('./register/ru'),
  en: () => import('./register/en'),
});

export const volunteer = catalog({
  et: () => import('./volunteer/et'),
  ru: () => import('./volunteer/ru'),
  en: () => import('./volunteer/en'),
});

/** Accessibility statement and privacy notice. */
export const documents = catalog({
  et: () => import('./documents/et'),
  ru: () => import('./documents/ru'),
  en: () => import('./documents/en'),
});

/** What the pages of all staff share. */
export const staff = catalog({
  et: () => import('./staff/et'),
  ru: () => import('./staff/ru'),
  en: () => import('./staff/en'),
});

export const manager = catalog({
  et: () => import('./manager/et'),
  ru: () => import('./manager/ru'),
  en: () => import('./manager/en'),
});

export const coordinator = catalog({
  et: () => import('./coordinator/et'),
  ru: () => import('./coordinator/ru'),
  en: () => import('./coordinator/en'),
});

/** Pairing everybody: for the coordinator and the municipality's specialist. */
export const pairings = catalog({
  et: () => import('./pairings/et'),
  ru: () => import('./pairings/ru'),
  en: () => import('./pairings/en'),
});

/** Accounts and the log. */
export const admin = catalog({
  et: () => import('./admin/et'),
  ru: () => import('./admin/ru'),
  en: () => import('./admin/en'),
});

/** The plan of a round: read with its own code, so that the other pages do not carry it. */
export const board = catalog({
  et: () => import('./board/et'),
  ru: () => import('./board/ru'),
  en: () => import('./board/en'),
});

/** A worker's own exchange pages: the four questions, visits, the learning journal. */
export const exchange = catalog({
  et: () => import('./exchange/et'),
  ru: () => import('./exchange/ru'),
  en: () => import('./exchange/en'),
});
