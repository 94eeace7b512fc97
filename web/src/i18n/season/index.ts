// The texts of a round's forms. Not in `parts`: every page carries that, and the public ones have no room to spare.
import { catalog } from '../catalog';

export const season = catalog({
  et: () => import('./et'),
  ru: () => import('./ru'),
  en: () => import('./en'),
});
