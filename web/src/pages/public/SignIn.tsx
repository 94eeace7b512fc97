import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf, type FieldError } from '../../components/ErrorSummary';
import { TextField } from '../../components/Field';
import { Page } from '../../components/Page';
import { common } from '../../i18n/common';
import { language } from '../../i18n/language';
import { open } from '../../i18n/parts';
import { looksLikeEmail } from '../../lib/address';
import { useForm } from '../../state/form';
import { enter, homePath } from '../../state/session';

export function checkEmail(field: string, email: string): FieldError[] {
  if (email.trim() === '') return [{ field, message: open.t.emailMissing }];
  return looksLikeEmail(email.trim()) ? [] : [{ field, message: open.t.emailWrong }];
}

/** Only paths of this service: an address from outside must not lead elsewhere. */
export function safePath(path: string | undefined): string | null {
  return path && /^\/(?!\/)[^\\]*$/.test(path) ? path : null;
}

function MailSent({ email, onAgain }: { email: string; onAgain: () => void }) {
  const t = open.t;
  return (
    <Page title={t.mailTitle} lead={t.mailLink(email)}>
      <p>{t.mailJunk}</p>
      <Button onClick={onAgain}>{t.again}</Button>
    </Page>
  );
}

function LinkForm({ onSent }: { onSent: (email: string) => void }) {
  const t = open.t;
  const [email, setEmail] = useState('');
  const form = useForm({ email: 'link-email' });
  const submit = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => checkEmail('link-email', email),
      async () => {
        await api.post('/api/v1/sessions/links', { body: { email: email.trim(), language: language.value } });
        onSent(email.trim());
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <h2>{t.signInVolunteer}</h2>
      <ErrorSummary {...form} />
      <p>{t.signInVolunteerBody}</p>
      <TextField
        name="link-email"
        type="email"
        autocomplete="email"
        label={t.email}
        value={email}
        onValue={setEmail}
        error={errorOf(form.errors, 'link-email')}
      />
      <Button kind="primary" type="submit" busy={form.busy}>
        {t.sendLink}
      </Button>
    </form>
  );
}

function PasswordForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const t = open.t;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm();
  const submit = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => [
        ...checkEmail('email', email),
        ...(password === '' ? [{ field: 'password', message: t.passwordMissing }] : []),
      ],
      async () => {
        await api.post('/api/v1/sessions', { body: { email: email.trim(), password } });
        await onSignedIn();
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <h2>{t.signInStaff}</h2>
      <ErrorSummary {...form} />
      <TextField
        name="email"
        type="email"
        autocomplete="username"
        label={t.email}
        value={email}
        onValue={setEmail}
        error={errorOf(form.errors, 'email')}
      />
      <TextField
        name="password"
        type="password"
        autocomplete="current-password"
        label={t.password}
        value={password}
        onValue={setPassword}
        error={errorOf(form.errors, 'password')}
      />
      <Button kind="primary" type="submit" busy={form.busy}>
        {t.signIn}
      </Button>
    </form>
  );
}

export function SignIn() {
  const t = open.t;
  const { query, route } = useLocation();
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo) return <MailSent email={sentTo} onAgain={() => setSentTo(null)} />;
  const onSignedIn = async () => {
    const found = await enter();
    if (found) route(safePath(query.edasi) ?? homePath(found), true);
  };
  return (
    <Page title={t.signInTitle} width="middle" {...(query.edasi ? { lead: common.t.signInFirst } : {})}>
      <div class="two-ways">
        <LinkForm onSent={setSentTo} />
        <PasswordForm onSignedIn={onSignedIn} />
      </div>
      <p>
        {t.notYet} <a href="/liitu">{common.t.wantToHelp}</a>
      </p>
    </Page>
  );
}
