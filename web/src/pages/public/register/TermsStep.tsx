import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Checkbox, Group } from '../../../components/Field';
import { register } from '../../../i18n/parts';
import { answer, answers } from './answers';

export const consentKeys = ['phoneCalls', 'photos', 'news'] as const;

export function TermsStep({ errors }: { errors: readonly FieldError[] }) {
  const t = register.t;
  const a = answers.value;
  const error = errorOf(errors, 'agreed');
  return (
    <>
      <ul class="agreement">
        {t.agreement.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p>
        {t.dataNote}{' '}
        <a href="/andmekaitse" target="_blank" rel="noreferrer">
          {t.dataLink}
        </a>
      </p>
      <div class={`field${error ? ' field-wrong' : ''}`}>
        {error && (
          <p class="error" id="agreed-error">
            {error}
          </p>
        )}
        <Checkbox
          name="agreed"
          label={<strong>{t.agree}</strong>}
          checked={a.agreed}
          error={error}
          onValue={(agreed) => answer({ agreed })}
        />
      </div>
      <Group name="consents" label={t.consents} hint={t.consentsHint} optional>
        {consentKeys
          .filter((key) => key !== 'phoneCalls' || a.phone.trim() !== '')
          .map((key) => (
            <Checkbox
              key={key}
              name={key}
              label={t[key]}
              checked={a[key]}
              onValue={(on) => answer({ [key]: on })}
            />
          ))}
      </Group>
    </>
  );
}
