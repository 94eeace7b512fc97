import { common } from '../i18n/common';
import { Button, type ButtonProps } from './Button';

interface Props extends ButtonProps {
  onCancel: () => void;
}

/** The end of a dialog: what it is for, and the way out without it. */
export function DialogButtons({ onCancel, ...press }: Props) {
  return (
    <div class="buttons">
      <Button kind="primary" {...press} />
      <Button kind="quiet" onClick={onCancel}>
        {common.t.cancel}
      </Button>
    </div>
  );
}
