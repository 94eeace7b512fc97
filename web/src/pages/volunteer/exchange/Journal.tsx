// The learning journal of a visit: a goal before it, three answers after it; to be filled in here or on paper.
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, errorOf } from '../../../components/ErrorSummary';
import { Fact, Facts } from '../../../components/Facts';
import { TextArea } from '../../../components/Field';
import { Icon } from '../../../components/Icon';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { formatLongDay } from '../../../i18n/dates';
import { exchange } from '../../../i18n/parts';
import { useForm } from '../../../state/form';
import { codeName, loadRegion } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { toast } from '../../../state/toast';

type JournalData = Schemas['Journal'];

const after = ['learned', 'take_home', 'for_host'] as const;

function Head({ journal }: { journal: JournalData }) {
  const t = exchange.t;
  return (
    <Facts>
      <Fact name={t.who}>{journal.worker_name}</Fact>
      <Fact name={t.from}>{journal.home_name}</Fact>
      <Fact name={t.host}>{journal.host_name}</Fact>
      <Fact name={t.when}>
        {formatLongDay(journal.first)} – {formatLongDay(journal.last)}
      </Fact>
      {journal.offers && journal.offers.length > 0 && (
        <Fact name={t.teaches}>{journal.offers.map(codeName).join(', ')}</Fact>
      )}
    </Facts>
  );
}

/** On paper: what is written, and lines for what is not. */
function Paper({ journal }: { journal: JournalData }) {
  const t = exchange.t;
  const labels = { goal: t.goal, learned: t.learned, take_home: t.takeHome, for_host: t.forHost };
  return (
    <div class="print-only">
      {(['goal', ...after] as const).map((name) => (
        <section key={name} class="exchange-paper">
          <h2>{labels[name]}</h2>
          {journal[name] ? <p>{journal[name]}</p> : <div class="exchange-lines" />}
        </section>
      ))}
      <p class="exchange-sign">{t.sign}</p>
    </div>
  );
}

function Form({ journal, onSaved }: { journal: JournalData; onSaved: (journal: JournalData) => void }) {
  const t = exchange.t;
  const form = useForm();
  const [texts, setTexts] = useState({
    goal: journal.goal ?? '',
    learned: journal.learned ?? '',
    take_home: journal.take_home ?? '',
    for_host: journal.for_host ?? '',
  });
  const area = (name: keyof typeof texts, label: string, maxLength: number) => (
    <TextArea
      name={name}
      label={label}
      maxLength={maxLength}
      value={texts[name]}
      error={errorOf(form.errors, name)}
      onValue={(value) => setTexts((all) => ({ ...all, [name]: value }))}
    />
  );
  const save = () =>
    form.submit(
      () => [],
      async () => {
        const { goal, ...rest } = texts;
        onSaved(
          await api.patch('/api/v1/me/visits/{visit}/journal', {
            path: { visit: journal.visit },
            body: {
              goal: goal || null,
              ...(journal.over
                ? Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value || null]))
                : {}),
            },
          }),
        );
        toast(t.saved);
      },
    );
  return (
    <form
      noValidate
      class="no-print"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ErrorSummary {...form} />
      {area('goal', t.goal, 1000)}
      <h2>{t.after}</h2>
      {journal.over ? (
        <>
          {area('learned', t.learned, 2000)}
          {area('take_home', t.takeHome, 2000)}
          {area('for_host', t.forHost, 2000)}
        </>
      ) : (
        <p class="soft">{t.afterHint}</p>
      )}
      <div class="buttons">
        <Button kind="primary" type="submit" busy={form.busy}>
          {t.save}
        </Button>
        <Button onClick={() => print()}>
          <Icon name="print" />
          {t.print}
        </Button>
      </div>
    </form>
  );
}

export function Journal({ visit }: { visit: string }) {
  const t = exchange.t;
  const journal = useResource(`journal ${visit}`, async (signal) => {
    const [found] = await Promise.all([
      api.get('/api/v1/me/visits/{visit}/journal', { path: { visit }, signal }),
      loadRegion(),
    ]);
    return found;
  });
  return (
    <Page title={t.journal} lead={journal.data?.round_name}>
      <Loaded of={journal}>
        {(data) => (
          <>
            <Head journal={data} />
            <Form journal={data} onSaved={journal.set} />
            <Paper journal={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
