import type { VolunteerTexts } from './et';

const ru: VolunteerTexts = {};

export default ru;
