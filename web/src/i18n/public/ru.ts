import type { PublicTexts } from './et';

const ru: PublicTexts = {
  title: 'Где нужна помощь',
};

export default ru;
