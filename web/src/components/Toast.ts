export { dismissToast, toast } from '../state/toast';
