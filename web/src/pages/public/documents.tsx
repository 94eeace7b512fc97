import { Page } from '../../components/Page';
import { documents } from '../../i18n/parts';

function Sections({ of }: { of: readonly { title: string; points: readonly string[] }[] }) {
  return (
    <>
      {of.map((section) => (
        <section key={section.title}>
          <h2>{section.title}</h2>
          <ul>
            {section.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function Accessibility() {
  const t = documents.t;
  return (
    <Page title={t.accessibilityTitle} lead={t.accessibilityLead}>
      <Sections of={t.accessibility} />
    </Page>
  );
}

export function Privacy() {
  const t = documents.t;
  return (
    <Page title={t.privacyTitle} lead={t.privacyLead}>
      <Sections of={t.privacy} />
    </Page>
  );
}
