export { Confirm, NewPassword, SignInByLink, Stay } from './entry';
export { Guardian } from './Guardian';
export { Invitation } from './Invitation';
