import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, type Profile } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { ErrorSummary } from '../../components/ErrorSummary';
import { common } from '../../i18n/common';
import { formatDay } from '../../i18n/dates';
import { volunteer } from '../../i18n/parts';
import { useForm } from '../../state/form';
import { centreOf } from '../../state/region';
import { forgetMe, me } from '../../state/session';
import { toast } from '../../state/toast';
import { MyCodes } from './MyCodes';

async function download(): Promise<void> {
  const data = await api.get('/api/v1/me/export');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  link.download = 'vahetus.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Deleting is for good, so it is asked once, with what will happen. */
function RemoveDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = volunteer.t;
  const form = useForm();
  const { route } = useLocation();
  const remove = () =>
    form.submit(
      () => [],
      async () => {
        await api.delete('/api/v1/me');
        forgetMe();
        route('/', true);
        toast(t.removed, { ms: 15_000 });
      },
    );
  return (
    <Dialog title={t.removeTitle} open={open} onClose={onClose}>
      <ErrorSummary {...form} />
      <p>{t.removeBody}</p>
      <div class="buttons">
        <Button kind="danger" busy={form.busy} onClick={remove}>
          {t.removeYes}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {common.t.close}
        </Button>
      </div>
    </Dialog>
  );
}

/** Change, pause, see who looked, take along, leave: all from one place. */
export function MyData({ profile }: { profile: Profile }) {
  const t = volunteer.t;
  const [removing, setRemoving] = useState(false);
  const paused = profile.state === 'paused';
  const toggle = async () => {
    me.value = await api.post(paused ? '/api/v1/me/resume' : '/api/v1/me/pause');
    if (paused) toast(t.resumed);
  };
  const guardian = profile.guardian;
  return (
    <>
      {guardian?.valid_until && guardian.permitted_centres.length > 0 && (
        <p>
          {t.guardianHas(
            guardian.permitted_centres.map((id) => centreOf(id)?.name ?? id).join(', '),
            formatDay(guardian.valid_until),
          )}
        </p>
      )}
      <MyCodes />
      <div class="buttons">
        <ButtonLink kind="primary" href="/minu/andmed">
          {t.change}
        </ButtonLink>
        <Button onClick={toggle} aria-describedby="pause-hint">
          {paused ? t.resume : t.pause}
        </Button>
      </div>
      <p class="hint" id="pause-hint">
        {paused ? t.paused : t.pauseBody}
      </p>
      <ul class="links">
        <li>
          <a href="/minu/vaatamised">{t.views}</a>
        </li>
        <li>
          <button type="button" class="link" onClick={download}>
            {t.export}
          </button>
        </li>
        {profile.kind === 'volunteer' && (
          <li>
            <button type="button" class="link link-bad" onClick={() => setRemoving(true)}>
              {t.remove}
            </button>
          </li>
        )}
      </ul>
      <RemoveDialog open={removing} onClose={() => setRemoving(false)} />
    </>
  );
}
