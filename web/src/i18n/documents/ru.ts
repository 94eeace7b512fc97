import type { DocumentsTexts } from './et';

const ru: DocumentsTexts = {};

export default ru;
