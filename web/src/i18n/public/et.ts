const et = {
  title: 'Kus abi oodatakse',
};

export type PublicTexts = typeof et;
export default et;
