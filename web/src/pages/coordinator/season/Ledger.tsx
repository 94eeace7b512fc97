// The fairness ledger: what exchanges have cost and given each municipality, which the next plan evens out.
import { useState } from 'preact/hooks';
import { api } from '../../../api';
import { Bars, TwoWays } from '../../../components/Chart';
import { Loaded } from '../../../components/Loading';
import { Table } from '../../../components/Table';
import { formatDistance } from '../../../i18n/dates';
import { language } from '../../../i18n/language';
import { formatNumber } from '../../../i18n/plural';
import { season } from '../../../i18n/season';
import { municipalityName } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { type LedgerView, type Line, ledgerOf, type Span, spans } from '../model/ledger';
import { isFixed } from '../round/Fixed';
import type { RoundPart } from '../round/RoundPages';

const number = (value: number) => formatNumber(language.value, value);
const signed = (n: number) => (n === 0 ? '0' : `${n > 0 ? '+' : '−'}${number(Math.abs(n))}`);
const nameOf = (line: Line) => municipalityName(line.municipality);
const namesOf = (lines: readonly Line[]) => lines.map(nameOf).join(', ');
const way = (metres: number) => (metres === 0 ? '–' : formatDistance(metres));

function Days({ view, span }: { view: LedgerView; span: Span }) {
  const t = season.t.ledger;
  const { lines, sent, most, least } = view;
  return (
    <section class="chart-section">
      <h2>{t.daysTitle}</h2>
      <p>
        {t.daysSaid(sent)} {most[0] && t.gave(namesOf(most), signed(most[0].balance))}{' '}
        {least[0] && t.took(namesOf(least), signed(least[0].balance))} {sent > 0 && !most[0] && t.even}
      </p>
      <p class="chart-key soft" aria-hidden="true">
        <span>← {t.sent}</span> <span>{t.hosted} →</span>
      </p>
      <TwoWays
        rows={lines.map((line) => ({
          key: line.municipality,
          label: nameOf(line),
          left: line.sent,
          right: line.hosted,
        }))}
      />
      <Table
        caption={`${t.daysTitle}: ${t.spans[span]}`}
        captionHidden
        columns={[
          { key: 'name', head: t.municipality, cell: nameOf },
          { key: 'sent', head: t.sent, cell: (line) => number(line.sent), numeric: true },
          { key: 'hosted', head: t.hosted, cell: (line) => number(line.hosted), numeric: true },
          { key: 'balance', head: t.balance, cell: (line) => signed(line.balance), numeric: true },
        ]}
        rows={lines}
        rowKey={(line) => line.municipality}
      />
    </section>
  );
}

function Ways({ view, span }: { view: LedgerView; span: Span }) {
  const t = season.t.ledger;
  const lines = [...view.lines].sort((a, b) => b.travelled - a.travelled);
  const [first] = lines;
  const furthest = lines.filter((line) => line.travelled === first?.travelled);
  return (
    <section class="chart-section">
      <h2>{t.waysTitle}</h2>
      <p>
        {t.waysSaid(way(view.travelled))}{' '}
        {first && first.travelled > 0 && t.furthest(namesOf(furthest), way(first.travelled))}
      </p>
      <Bars
        bars={lines.map((line) => ({
          key: line.municipality,
          label: nameOf(line),
          value: line.travelled,
          said: way(line.travelled),
        }))}
      />
      <Table
        caption={`${t.waysTitle}: ${t.spans[span]}`}
        captionHidden
        columns={[
          { key: 'name', head: t.municipality, cell: nameOf },
          { key: 'way', head: t.travelled, cell: (line) => way(line.travelled), numeric: true },
        ]}
        rows={lines}
        rowKey={(line) => line.municipality}
      />
    </section>
  );
}

export function Ledger({ round }: RoundPart) {
  const t = season.t.ledger;
  const [span, setSpan] = useState<Span>('all');
  const ledger = useResource(`ledger ${round.id} ${round.version}`, (signal) =>
    api.get('/api/v1/rounds/{id}/ledger', { path: { id: round.id }, signal }),
  );
  return (
    <>
      <h2>{t.title}</h2>
      <p>{t.lead}</p>
      {!isFixed(round) && <p class="soft">{t.draft}</p>}
      <fieldset class="segments" aria-label={t.span}>
        {spans.map((one) => (
          <button type="button" key={one} aria-pressed={span === one} onClick={() => setSpan(one)}>
            {t.spans[one]}
          </button>
        ))}
      </fieldset>
      <Loaded of={ledger}>
        {({ municipalities }) => {
          const view = ledgerOf(municipalities, span);
          return (
            <div class="charts">
              <Days view={view} span={span} />
              <Ways view={view} span={span} />
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
