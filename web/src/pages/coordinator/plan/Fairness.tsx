// How evenly the plan gives and which goals it meets: each a sentence, a picture and a table.
import { useMemo } from 'preact/hooks';
import { Bars, TwoWays } from '../../../components/Chart';
import { Table } from '../../../components/Table';
import { board as texts } from '../../../i18n/parts';
import { codeName } from '../../../state/region';
import type { Round, Visit } from '../model/board';
import { fairnessOf, goalsOf } from '../model/fairness';
import { shortName } from '../round/fields';

function Visits({ fairness }: { fairness: ReturnType<typeof fairnessOf> }) {
  const t = texts.t.fairness;
  const { shares, fewest, most, without } = fairness;
  return (
    <section class="chart-section">
      <h2>{t.visitsTitle}</h2>
      <p>{t.visitsSaid(fewest, most, without.length)}</p>
      <Bars
        bars={shares.map((s) => ({ key: String(s.visits), label: String(s.visits), value: s.workers }))}
      />
      <Table
        caption={t.visitsTitle}
        captionHidden
        columns={[
          { key: 'visits', head: t.visits, cell: (s) => s.visits },
          { key: 'workers', head: t.workers, cell: (s) => s.workers, numeric: true },
        ]}
        rows={shares}
        rowKey={(s) => String(s.visits)}
      />
      {without.length > 0 && (
        <p>
          {t.without}: {without.join(', ')}
        </p>
      )}
    </section>
  );
}

function Centres({ fairness }: { fairness: ReturnType<typeof fairnessOf> }) {
  const t = texts.t.fairness;
  return (
    <section class="chart-section">
      <h2>{t.centresTitle}</h2>
      <p>{t.centresSaid(fairness.both, fairness.taking)}</p>
      <p class="chart-key soft" aria-hidden="true">
        <span>← {t.sent}</span> <span>{t.hosted} →</span>
      </p>
      <TwoWays
        rows={fairness.centres.map((c) => ({
          key: c.centre,
          label: shortName(c.name),
          left: c.sent,
          right: c.hosted,
        }))}
      />
      <Table
        caption={t.centresTitle}
        captionHidden
        columns={[
          { key: 'centre', head: t.centre, cell: (c) => shortName(c.name) },
          { key: 'sent', head: t.sent, cell: (c) => c.sent, numeric: true },
          { key: 'hosted', head: t.hosted, cell: (c) => c.hosted, numeric: true },
        ]}
        rows={fairness.centres}
        rowKey={(c) => c.centre}
      />
    </section>
  );
}

export function Fairness({ round, visits }: { round: Round; visits: readonly Visit[] }) {
  const t = texts.t.fairness;
  const fairness = useMemo(() => fairnessOf(round, visits), [round, visits]);
  const { goals, met, wanted } = useMemo(() => goalsOf(round, visits), [round, visits]);
  return (
    <div class="charts">
      <Visits fairness={fairness} />
      <section class="chart-section">
        <h2>{t.goalsTitle}</h2>
        <p>{t.goalsSaid(met, wanted)}</p>
        {goals.length > 0 && (
          <>
            <Bars
              bars={goals.map((g) => ({
                key: g.skill,
                label: codeName(g.skill),
                value: g.met,
                of: g.wanted,
              }))}
            />
            <Table
              caption={t.goalsTitle}
              captionHidden
              columns={[
                { key: 'goal', head: t.goal, cell: (g) => codeName(g.skill) },
                { key: 'met', head: t.met, cell: (g) => `${g.met} / ${g.wanted}`, numeric: true },
                { key: 'unmet', head: t.unmet, cell: (g) => g.unmet.join(', ') || '–' },
              ]}
              rows={goals}
              rowKey={(g) => g.skill}
            />
          </>
        )}
      </section>
      <Centres fairness={fairness} />
    </div>
  );
}
