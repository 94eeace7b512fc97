// The personal code for a background check, entered by its owner (rule R6): the page behind a mailed link.
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Button, ButtonLink } from '../../../components/Button';
import { ErrorSummary, errorOf } from '../../../components/ErrorSummary';
import { Checkbox, TextField } from '../../../components/Field';
import { Loaded } from '../../../components/Loading';
import { focusOnce, Page } from '../../../components/Page';
import { formatLongDay } from '../../../i18n/dates';
import { volunteer } from '../../../i18n/parts';
import { useForm } from '../../../state/form';
import { useResource } from '../../../state/resource';
import { Gone, isGone, useToken } from './token';

type Request = Schemas['CodeRequest'];

function Thanks({ entered }: { entered: Request }) {
  const t = volunteer.t.code;
  const until = formatLongDay(entered.kept_until.slice(0, 10));
  return (
    <div class="notice notice-good" tabIndex={-1} ref={focusOnce} role="status">
      <p>
        {entered.masked
          ? t.thanks(entered.masked, entered.checker_name, until)
          : t.thanksNone(entered.checker_name)}
      </p>
      {entered.foreign_citizen && <p>{t.thanksForeign}</p>}
      <p>{t.thanksNext}</p>
      <ButtonLink href="/minu">{t.mine}</ButtonLink>
    </div>
  );
}

function Enter({ token, request }: { token: string; request: Request }) {
  const t = volunteer.t.code;
  const form = useForm();
  const [code, setCode] = useState('');
  const [foreign, setForeign] = useState(request.foreign_citizen);
  const [entered, setEntered] = useState<Request | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const digits = code.replace(/\s/g, '');
    form.submit(
      () => (digits || foreign ? [] : [{ field: 'personal_code', message: t.missing }]),
      async () => {
        const body = { foreign_citizen: foreign, ...(digits ? { personal_code: digits } : {}) };
        setEntered(await api.post('/api/v1/personal-codes/{token}', { path: { token }, body }));
        setCode('');
      },
    );
  };
  return (
    <Page title={t.title} lead={t.lead(request.first_name, request.checker_name)}>
      {entered ? (
        <Thanks entered={entered} />
      ) : (
        <>
          <ul class="agreement">
            {t.points(request.checker_name).map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
          <form onSubmit={submit} noValidate>
            <ErrorSummary {...form} />
            <TextField
              name="personal_code"
              label={t.label}
              hint={t.hint}
              error={errorOf(form.errors, 'personal_code')}
              optional={foreign}
              inputMode="numeric"
              autocomplete="off"
              spellcheck={false}
              maxLength={20}
              width="middle"
              value={code}
              onValue={setCode}
            />
            <Checkbox
              name="foreign_citizen"
              label={t.foreign}
              hint={t.foreignHint}
              checked={foreign}
              onValue={setForeign}
            />
            <div class="buttons">
              <Button kind="primary" type="submit" busy={form.busy}>
                {t.send}
              </Button>
            </div>
          </form>
        </>
      )}
    </Page>
  );
}

export function PersonalCode() {
  const token = useToken();
  if (!token) return <Gone cut />;
  return <Asked token={token} />;
}

function Asked({ token }: { token: string }) {
  const request = useResource(`code ${token}`, (signal) =>
    api.get('/api/v1/personal-codes/{token}', { path: { token }, signal }),
  );
  // Asked for anew by whoever checks, not by this page.
  if (isGone(request.problem))
    return (
      <Page title={volunteer.t.goneTitle} lead={volunteer.t.code.gone}>
        <ButtonLink kind="primary" href="/minu">
          {volunteer.t.code.mine}
        </ButtonLink>
      </Page>
    );
  if (request.data) return <Enter token={token} request={request.data} />;
  return (
    <main class="page page-narrow" id="content">
      <Loaded of={request}>{() => null}</Loaded>
    </main>
  );
}
