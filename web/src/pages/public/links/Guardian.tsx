import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary } from '../../../components/ErrorSummary';
import { Checkbox, Group } from '../../../components/Field';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { clockText, formatLongDay } from '../../../i18n/dates';
import { volunteer } from '../../../i18n/parts';
import { useForm } from '../../../state/form';
import { useResource } from '../../../state/resource';
import { Gone, isGone, useToken } from './token';

function Permission({ token, request }: { token: string; request: Schemas['GuardianRequest'] }) {
  const t = volunteer.t;
  const form = useForm();
  const [granted, setGranted] = useState(new Set(request.centres.filter((c) => c.granted).map((c) => c.id)));
  const [saved, setSaved] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    setSaved(false);
    form.submit(
      () => [],
      async () => {
        await api.post('/api/v1/guardian-permissions/{token}', {
          path: { token },
          body: { centres: [...granted] },
        });
        setSaved(true);
      },
    );
  };
  const tick = (id: string, on: boolean) => {
    const next = new Set(granted);
    if (on) next.add(id);
    else next.delete(id);
    setGranted(next);
    setSaved(false);
  };
  return (
    <Page title={t.guardianTitle(request.child_first_name)} lead={t.guardianLead(request.guardian_name)}>
      <ul class="agreement">
        {t
          .guardianPoints(clockText(request.latest_end ?? '20:00'), formatLongDay(request.school_year_end))
          .map((point) => (
            <li key={point}>{point}</li>
          ))}
      </ul>
      <form onSubmit={submit} noValidate>
        <ErrorSummary {...form} />
        <Group name="centres" label={t.guardianCentres}>
          <div class="choices">
            {request.centres.map((centre) => (
              <Checkbox
                key={centre.id}
                name={`permit-${centre.id}`}
                label={centre.name}
                checked={granted.has(centre.id)}
                onValue={(on) => tick(centre.id, on)}
              />
            ))}
          </div>
        </Group>
        <div class="buttons">
          <Button kind="primary" type="submit" busy={form.busy}>
            {t.guardianSave}
          </Button>
        </div>
        <div role="status">
          {saved && (
            <p class="notice notice-good">
              {granted.size === 0 && `${t.guardianNone} `}
              {t.guardianSaved}
            </p>
          )}
        </div>
      </form>
    </Page>
  );
}

/** The page that a parent or other guardian gets by mail. */
export function Guardian() {
  const token = useToken();
  if (!token) return <Gone cut />;
  return <Asked token={token} />;
}

function Asked({ token }: { token: string }) {
  const request = useResource(token, (signal) =>
    api.get('/api/v1/guardian-permissions/{token}', { path: { token }, signal }),
  );
  if (isGone(request.problem)) return <Gone />;
  if (request.data) return <Permission token={token} request={request.data} />;
  return (
    <main class="page page-narrow" id="content">
      <Loaded of={request}>{() => null}</Loaded>
    </main>
  );
}
