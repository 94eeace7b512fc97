import { useState } from 'preact/hooks';
import { Page } from '../../../components/Page';
import { formatDistance } from '../../../i18n/dates';
import { register } from '../../../i18n/parts';
import type { Settlement } from './answers';
import { SettlementBox } from './SettlementBox';
import { centresByNearness } from './WhereFields';

/** Under 13: a kind word and the nearest centre; nothing leaves the page. */
export function TooYoung({ onCorrect }: { onCorrect: () => void }) {
  const t = register.t;
  const [typed, setTyped] = useState('');
  const [home, setHome] = useState<Settlement | null>(null);
  const nearest = home && centresByNearness(home)[0];
  return (
    <Page title={t.youngTitle} lead={t.youngBody}>
      <SettlementBox
        label={t.youngWhere}
        typed={typed}
        onChange={(text, settlement) => {
          setTyped(text);
          setHome(settlement);
        }}
      />
      <div role="status">
        {nearest && (
          <div class="notice notice-good">
            <p>
              {t.youngNearest}: <strong>{nearest.centre.name}</strong>,{' '}
              {formatDistance(nearest.distance ?? 0)}.
            </p>
            {nearest.centre.how_to_find && <p>{nearest.centre.how_to_find}</p>}
          </div>
        )}
      </div>
      <p class="hint">{t.youngStored}</p>
      <button type="button" class="link" onClick={onCorrect}>
        {t.youngWrong}
      </button>
    </Page>
  );
}
