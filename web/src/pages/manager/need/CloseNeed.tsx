import { useState } from 'preact/hooks';
import { api, type Need } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { DialogButtons } from '../../../components/DialogButtons';
import { toast } from '../../../components/Toast';
import { manager } from '../../../i18n/parts';
import { useAct } from '../../staff/frame';

/** Others are told, so it asks first, and says whom. */
export function CloseNeed({ need, asked, onClosed }: { need: Need; asked: number; onClosed: () => void }) {
  const t = manager.t.need;
  const [open, setOpen] = useState(false);
  const { busy, act } = useAct();
  const now = Date.now();
  const agreed = need.shifts
    .filter((s) => Date.parse(s.to) > now)
    .reduce((sum, s) => sum + s.filled + s.awaiting, 0);
  const close = () =>
    act('close', async () => {
      await api.post('/api/v1/needs/{id}/closure', { path: { id: need.id } });
      toast(t.closed);
      setOpen(false);
      onClosed();
    });
  return (
    <>
      <Button small kind="danger" onClick={() => setOpen(true)}>
        {t.close}
      </Button>
      <Dialog title={t.closeTitle} open={open} onClose={() => setOpen(false)}>
        <p>{asked + agreed > 0 ? t.closeTells(asked, agreed) : t.closeNobody}</p>
        <DialogButtons kind="danger" busy={busy === 'close'} onClick={close} onCancel={() => setOpen(false)}>
          {t.closeYes}
        </DialogButtons>
      </Dialog>
    </>
  );
}
