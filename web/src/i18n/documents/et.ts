const et = {};

export type DocumentsTexts = typeof et;
export default et;
