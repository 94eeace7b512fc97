import { catalog } from '../catalog';
import et from './et';

/** Texts that every page uses. Estonian is built in; the others come as one small file. */
export const common = catalog(
  { et: async () => ({ default: et }), ru: () => import('./ru'), en: () => import('./en') },
  { et },
);
