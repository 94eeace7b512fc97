import type { ManagerTexts } from './et';

const en: ManagerTexts = {
  title: 'Needs of the centre',
};

export default en;
