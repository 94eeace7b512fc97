import type { DocumentsTexts } from './et';

const en: DocumentsTexts = {};

export default en;
