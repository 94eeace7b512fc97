export { Needs } from './Needs';
