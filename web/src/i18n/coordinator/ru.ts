import type { CoordinatorTexts } from './et';

const ru: CoordinatorTexts = {
  title: 'Раунды обмена',
};

export default ru;
