const et = {};

export type VolunteerTexts = typeof et;
export default et;
