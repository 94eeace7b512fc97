import type { RegisterTexts } from './et';

const ru: RegisterTexts = {};

export default ru;
