const et = {};

export type RegisterTexts = typeof et;
export default et;
