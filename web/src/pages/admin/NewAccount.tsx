import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, Problem, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf, type FieldError, fieldErrors } from '../../components/ErrorSummary';
import { type Choice, Radios, Select, TextField } from '../../components/Field';
import { Page } from '../../components/Page';
import { toast } from '../../components/Toast';
import { type Language, languageNames, languages } from '../../i18n/language';
import { admin } from '../../i18n/parts';
import { region } from '../../state/region';

type Role = Schemas['AccountInput']['role'];

const roles: readonly Role[] = ['manager', 'specialist', 'coordinator', 'worker', 'dpo', 'admin'];
const withScope = (role: Role | null) => role !== null && role !== 'dpo' && role !== 'admin';

interface ScopeProps {
  role: Role;
  value: string;
  error: string | undefined;
  onValue: (scope: string) => void;
}

/** Where the role holds: a centre, a municipality, or the group. */
function ScopeField({ role, value, error, onValue }: ScopeProps) {
  const t = admin.t;
  const known = region.value;
  if (role === 'coordinator') {
    const choices = (known?.groups ?? []).map((g) => ({ value: g.code, label: g.name }));
    return <ScopeSelect label={t.group} {...{ value, error, choices, onValue }} />;
  }
  const choices =
    role === 'specialist'
      ? (known?.municipalities ?? []).map((m) => ({ value: m.ehak, label: m.name }))
      : (known?.centres ?? []).map((c) => ({ value: c.id, label: c.name }));
  return (
    <ScopeSelect
      label={role === 'specialist' ? t.municipality : t.centre}
      {...{ value, error, choices, onValue }}
    />
  );
}

function ScopeSelect({
  label,
  value,
  error,
  choices,
  onValue,
}: Omit<ScopeProps, 'role'> & { label: string; choices: Choice<string>[] }) {
  return (
    <Select
      name="scope"
      label={label}
      error={error}
      value={value}
      choices={[{ value: '', label: admin.t.choose }, ...choices]}
      onValue={onValue}
    />
  );
}

export function NewAccount() {
  const t = admin.t;
  const { route } = useLocation();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [scope, setScope] = useState('');
  const [language, setLanguage] = useState<Language>('et');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const create = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found: FieldError[] = [];
    if (!/^\S+@\S+$/.test(email.trim())) found.push({ field: 'email', message: t.errors.email });
    if (!role) found.push({ field: 'role', message: t.errors.role });
    if (withScope(role) && !scope.trim()) found.push({ field: 'scope', message: t.errors.scope });
    setErrors(found);
    setProblem(null);
    setAttempt(attempt + 1);
    if (found.length > 0 || !role) return;
    setBusy(true);
    try {
      const body = {
        email: email.trim(),
        role,
        language,
        ...(withScope(role) ? { scope: scope.trim() } : {}),
      };
      await api.post('/api/v1/accounts', { body });
      toast(t.created(body.email));
      route('/kontod');
    } catch (error) {
      setBusy(false);
      if (!(error instanceof Problem)) throw error;
      setErrors(fieldErrors(error));
      setProblem(error);
    }
  };
  return (
    <Page title={t.newAccount} lead={t.newLead}>
      <form onSubmit={create} noValidate>
        <ErrorSummary errors={errors} problem={problem} attempt={attempt} />
        <TextField
          name="email"
          type="email"
          inputMode="email"
          label={t.email}
          error={errorOf(errors, 'email')}
          maxLength={254}
          autocomplete="off"
          value={email}
          onValue={setEmail}
        />
        <Radios
          name="role"
          label={t.whichRole}
          error={errorOf(errors, 'role')}
          value={role}
          choices={roles.map((value) => ({ value, label: t.role[value], hint: t.roleHint[value] }))}
          onValue={(value) => {
            setRole(value);
            // Where there is one group only, there is nothing to choose.
            const groups = region.value?.groups ?? [];
            setScope(value === 'coordinator' && groups.length === 1 ? (groups[0]?.code ?? '') : '');
          }}
        />
        {role && withScope(role) && (
          <ScopeField role={role} value={scope} error={errorOf(errors, 'scope')} onValue={setScope} />
        )}
        <Radios
          name="language"
          label={t.mailLanguage}
          inline
          value={language}
          choices={languages.map((value) => ({ value, label: languageNames[value] }))}
          onValue={setLanguage}
        />
        <div class="buttons">
          <Button kind="primary" type="submit" busy={busy}>
            {t.create}
          </Button>
        </div>
      </form>
    </Page>
  );
}
