// Signing in on the page that somebody is at. What they typed is behind this dialog, untouched.
import { useState } from 'preact/hooks';
import { api } from '../../api';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { ErrorSummary, errorOf } from '../../components/ErrorSummary';
import { TextField } from '../../components/Field';
import { toast } from '../../components/Toast';
import { staff } from '../../i18n/parts';
import { forgetDrafts } from '../../state/draft';
import { useForm } from '../../state/form';
import { enter, me } from '../../state/session';
import { ended, entered } from './again';

function PasswordForm() {
  const t = staff.t.again;
  const before = me.peek();
  const [email, setEmail] = useState(before?.email ?? '');
  const [password, setPassword] = useState('');
  const form = useForm({ email: 'again-email', password: 'again-password' });
  const submit = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => (email.trim() && password ? [] : [{ field: 'again-password', message: t.wrong }]),
      async () => {
        await api.post('/api/v1/sessions', { body: { email: email.trim(), password } });
        const now = await enter();
        ended.value = false;
        if (now?.email !== before?.email) {
          // Somebody else's work is not theirs to go on with.
          forgetDrafts();
          location.assign('/');
          return;
        }
        entered.value += 1;
        toast(t.done);
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <ErrorSummary {...form} />
      <p>{t.lead}</p>
      <TextField
        name="again-email"
        type="email"
        autocomplete="username"
        label={t.email}
        value={email}
        onValue={setEmail}
      />
      <TextField
        name="again-password"
        type="password"
        autocomplete="current-password"
        label={t.password}
        error={errorOf(form.errors, 'again-password')}
        value={password}
        onValue={setPassword}
      />
      <div class="buttons">
        <Button kind="primary" type="submit" busy={form.busy}>
          {t.enter}
        </Button>
      </div>
    </form>
  );
}

/** Closed by Escape it leaves a line with a button, so that what stands on the page can be read or copied. */
export function SignInAgain() {
  const t = staff.t.again;
  const [open, setOpen] = useState(true);
  return (
    <>
      {!open && (
        <p class="ended" role="status">
          {t.bar}
          <Button small onClick={() => setOpen(true)}>
            {t.enter}
          </Button>
        </p>
      )}
      <Dialog title={t.title} open={open} onClose={() => setOpen(false)}>
        <PasswordForm />
      </Dialog>
    </>
  );
}
