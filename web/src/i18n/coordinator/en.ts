import type { CoordinatorTexts } from './et';

const en: CoordinatorTexts = {
  title: 'Exchange rounds',
};

export default en;
