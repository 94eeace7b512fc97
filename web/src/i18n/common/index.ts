import { catalog } from '../catalog';

/** Texts that every page uses. */
export const common = catalog({
  et: () => import('./et'),
  ru: () => import('./ru'),
  en: () => import('./en'),
});
