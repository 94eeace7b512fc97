// Whom to look for: sentences for recruiting, each with a call to copy in the language of those it is for.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Select } from '../../components/Field';
import { Empty } from '../../components/Loading';
import { toast } from '../../components/Toast';
import { type Language, language } from '../../i18n/language';
import { staff } from '../../i18n/parts';

const languages: readonly { value: Language; label: string }[] = [
  { value: 'et', label: 'Eesti' },
  { value: 'ru', label: 'Русский' },
  { value: 'en', label: 'English' },
];

interface Props {
  advice: readonly Schemas['PairingAdvice'][];
  /** Of the headings. */
  level: 2 | 3;
}

export function Advice({ advice, level }: Props) {
  const t = staff.t.advice;
  const Title: 'h2' | 'h3' = `h${level}`;
  const [wanted, setWanted] = useState<Language>(language.value);
  if (advice.length === 0) return <Empty title={t.none} />;
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(t.copied);
    } catch {
      toast(t.notCopied);
    }
  };
  return (
    <>
      <p class="soft">{t.lead}</p>
      <div class="pairing-filter no-print">
        <Select
          name="call-language"
          label={t.language}
          value={wanted}
          choices={languages}
          onValue={setWanted}
        />
      </div>
      <ul class="plain pair-groups">
        {advice.map((one, i) => (
          <li key={one.text} class="advice">
            <Title class="advice-title" id={`advice-${i}`}>
              {one.text}
            </Title>
            <blockquote lang={wanted}>{one.calls[wanted]}</blockquote>
            <p class="buttons no-print">
              <Button small aria-describedby={`advice-${i}`} onClick={() => copy(one.calls[wanted])}>
                {t.copy}
              </Button>
              {'share' in navigator && (
                <Button
                  small
                  kind="quiet"
                  aria-describedby={`advice-${i}`}
                  onClick={() => navigator.share({ text: one.calls[wanted] }).catch(() => undefined)}
                >
                  {t.share}
                </Button>
              )}
              <ButtonLink small kind="quiet" href={`/keskus/${one.centre}/vajadused/${one.need}`}>
                {t.need}
              </ButtonLink>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
