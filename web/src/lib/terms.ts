/** The version of the agreement that i18n/register names; a changed sentence there is a new version here. */
export const termsVersion = '2026-11';
