// The texts of a centre's pages of rounds. Not in `parts`: a manager's other pages do without them.
import { catalog } from '../catalog';

export const rounds = catalog({
  et: () => import('./et'),
  ru: () => import('./ru'),
  en: () => import('./en'),
});
