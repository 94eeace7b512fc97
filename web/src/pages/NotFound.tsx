import { ButtonLink } from '../components/Button';
import { Page } from '../components/Page';
import { common } from '../i18n/common';

export function NotFound() {
  return (
    <Page title={common.t.notFound} lead={common.t.notFoundBody}>
      <ButtonLink kind="primary" href="/">
        {common.t.toNeeds}
      </ButtonLink>
    </Page>
  );
}
