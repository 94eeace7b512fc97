import type { PublicTexts } from './et';

const en: PublicTexts = {
  title: 'Where help is needed',
};

export default en;
