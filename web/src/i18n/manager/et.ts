const et = {
  title: 'Keskuse vajadused',
};

export type ManagerTexts = typeof et;
export default et;
