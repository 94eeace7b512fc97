export { Confirm, NewPassword, SignInByLink, Stay } from './entry';
export { Guardian } from './Guardian';
export { Invitation } from './Invitation';
export { PersonalCode } from './PersonalCode';
