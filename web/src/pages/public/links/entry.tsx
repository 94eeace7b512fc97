import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, errorOf } from '../../../components/ErrorSummary';
import { TextField } from '../../../components/Field';
import { Page } from '../../../components/Page';
import { volunteer } from '../../../i18n/parts';
import { type Form, useForm } from '../../../state/form';
import { homePath, enter as readMe } from '../../../state/session';
import { toast } from '../../../state/toast';
import { Gone, isGone, useToken } from './token';

function useEnter() {
  const { route } = useLocation();
  return async () => {
    const found = await readMe();
    if (found) route(homePath(found), true);
    return found;
  };
}

interface ButtonPageProps {
  title: string;
  lead?: string;
  button: string;
  form: Form;
  onPress: () => void;
}

/** Links in mail lead to a page with a button: programs that look into mail follow links, but press nothing. */
function ButtonPage({ title, lead, button, form, onPress }: ButtonPageProps) {
  return (
    <Page title={title} lead={lead}>
      <ErrorSummary {...form} />
      <Button kind="primary" busy={form.busy} onClick={onPress}>
        {button}
      </Button>
    </Page>
  );
}

export function Confirm() {
  const t = volunteer.t;
  const token = useToken();
  const form = useForm();
  const enter = useEnter();
  if (!token || isGone(form.problem)) return <Gone cut={!token} />;
  const press = () =>
    form.submit(
      () => [],
      async () => {
        await api.post('/api/v1/volunteers/confirmations', { body: { token } });
        const found = await enter();
        if (found?.profile?.guardian) toast(t.confirmedGuardian, { ms: 10_000 });
      },
    );
  return (
    <ButtonPage
      title={t.confirmTitle}
      lead={t.confirmLead}
      button={t.confirmButton}
      form={form}
      onPress={press}
    />
  );
}

export function SignInByLink() {
  const t = volunteer.t;
  const token = useToken();
  const form = useForm();
  const enter = useEnter();
  if (!token || isGone(form.problem)) return <Gone cut={!token} />;
  const press = () =>
    form.submit(
      () => [],
      async () => {
        await api.post('/api/v1/sessions', { body: { token } });
        await enter();
      },
    );
  return <ButtonPage title={t.linkTitle} button={t.linkButton} form={form} onPress={press} />;
}

/** After two years without a sign of life: the profile stays. */
export function Stay() {
  const t = volunteer.t;
  const token = useToken();
  const form = useForm();
  const [stays, setStays] = useState(false);
  if (!token || isGone(form.problem)) return <Gone cut={!token} />;
  if (stays)
    return (
      <Page title={t.stayDone}>
        <p>
          <a href="/sisene">{t.stayNext}</a>
        </p>
      </Page>
    );
  const press = () =>
    form.submit(
      () => [],
      async () => {
        await api.post('/api/v1/volunteers/keeps', { body: { token } });
        setStays(true);
      },
    );
  return (
    <ButtonPage title={t.stayTitle} lead={t.stayLead} button={t.stayButton} form={form} onPress={press} />
  );
}

const shortest = 12;

export function NewPassword() {
  const t = volunteer.t;
  const token = useToken();
  const form = useForm();
  const enter = useEnter();
  const [password, setPassword] = useState('');
  if (!token || (isGone(form.problem) && form.errors.length === 0)) return <Gone cut={!token} />;
  const submit = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => (password.length < shortest ? [{ field: 'password', message: t.passwordShort }] : []),
      async () => {
        await api.post('/api/v1/accounts/passwords', { body: { token, password } });
        await enter();
      },
    );
  };
  return (
    <Page title={t.passwordTitle} lead={t.passwordLead}>
      <form onSubmit={submit} noValidate>
        <ErrorSummary {...form} />
        <TextField
          name="password"
          type="password"
          autocomplete="new-password"
          maxLength={200}
          label={t.password}
          value={password}
          onValue={setPassword}
          error={errorOf(form.errors, 'password')}
        />
        <Button kind="primary" type="submit" busy={form.busy}>
          {t.passwordButton}
        </Button>
      </form>
    </Page>
  );
}
