export { NeedDetail } from './NeedDetail';
export { Needs } from './Needs';
export { SignIn } from './SignIn';
