export { Confirm, NewPassword, SignInByLink } from './entry';
export { Guardian } from './Guardian';
export { Invitation } from './Invitation';
