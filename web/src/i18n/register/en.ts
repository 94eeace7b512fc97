import type { RegisterTexts } from './et';

const en: RegisterTexts = {};

export default en;
