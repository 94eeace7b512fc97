import type { ManagerTexts } from './et';

const ru: ManagerTexts = {
  title: 'Заявки центра',
};

export default ru;
