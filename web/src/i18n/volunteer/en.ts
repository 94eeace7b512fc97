import type { VolunteerTexts } from './et';

const en: VolunteerTexts = {};

export default en;
