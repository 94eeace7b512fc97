// The texts of the page of ways between centres. Not in `parts`: every page carries that.
import { catalog } from '../catalog';

export const ways = catalog({
  et: () => import('./et'),
  ru: () => import('./ru'),
  en: () => import('./en'),
});
