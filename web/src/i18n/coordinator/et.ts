const et = {
  title: 'Vahetusvoorud',
};

export type CoordinatorTexts = typeof et;
export default et;
