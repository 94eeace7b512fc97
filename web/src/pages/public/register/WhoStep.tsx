import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Group, Select, TextField } from '../../../components/Field';
import { languageNames, languages } from '../../../i18n/language';
import { register } from '../../../i18n/parts';
import { answer, answers } from './answers';
import { isMinor } from './checks';

type TextKey = 'firstName' | 'lastName' | 'email' | 'phone' | 'guardianName' | 'guardianEmail';

export function WhoStep({ errors }: { errors: readonly FieldError[] }) {
  const t = register.t;
  const a = answers.value;
  const bind = (name: TextKey) => ({
    name,
    label: t[name],
    value: a[name],
    onValue: (value: string) => answer({ [name]: value }),
    error: errorOf(errors, name),
    maxLength: 254,
  });
  const birthError = errorOf(errors, 'day');
  return (
    <>
      <TextField {...bind('firstName')} autocomplete="given-name" maxLength={60} />
      <TextField {...bind('lastName')} autocomplete="family-name" maxLength={60} />
      <Group name="birth" label={t.birth} hint={t.birthHint} error={birthError}>
        <div class="field-row">
          {(['day', 'month', 'year'] as const).map((part) => (
            <TextField
              key={part}
              name={part}
              label={t[part]}
              value={a[part]}
              onValue={(value) => answer({ [part]: value })}
              inputMode="numeric"
              autocomplete={`bday-${part}`}
              maxLength={part === 'year' ? 4 : 2}
              width={part === 'year' ? 'year' : 'short'}
              wrong={Boolean(birthError)}
              group={birthError ? 'birth-hint birth-error' : 'birth-hint'}
            />
          ))}
        </div>
      </Group>
      <TextField {...bind('email')} type="email" autocomplete="email" hint={t.emailHint} />
      <TextField {...bind('phone')} type="tel" autocomplete="tel" width="middle" maxLength={20} optional />
      {isMinor(a) && (
        <Group name="guardian" label={t.guardianTitle} hint={t.guardianHint}>
          <TextField {...bind('guardianName')} autocomplete="off" maxLength={60} />
          <TextField {...bind('guardianEmail')} type="email" autocomplete="off" />
          <Select
            name="guardianLanguage"
            label={t.guardianLanguage}
            value={a.guardianLanguage}
            choices={languages.map((value) => ({ value, label: languageNames[value] }))}
            onValue={(guardianLanguage) => answer({ guardianLanguage })}
          />
        </Group>
      )}
    </>
  );
}
