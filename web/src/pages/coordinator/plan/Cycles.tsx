// The cycles of an exchange as arrows between names, and the same in words.
import { useMemo, useState } from 'preact/hooks';
import { Select } from '../../../components/Field';
import { board as texts } from '../../../i18n/parts';
import { namesOf, type Round, type Visit } from '../model/board';
import { type Chain, chainsOf } from '../model/cycles';
import { periodDays, periodName, shortName } from '../round/fields';

const width = 320;
const lineHeight = 26;

interface Spot {
  x: number;
  y: number;
}

/** One column down and, when the chain closes, another up: names are wide, so that a circle of many would write them over each other. */
function spotsOf(count: number, closed: boolean): { spots: Spot[]; height: number } {
  const apart = 56;
  const down = closed ? Math.ceil(count / 2) : count;
  const up = count - down;
  const margin = closed ? 56 : 24;
  const tall = Math.max(down - 1, count > 2 ? 1 : 0) * apart;
  const spots = Array.from({ length: count }, (_, i) => {
    if (i < down) return { x: width / 2 + (closed ? 95 : 0), y: margin + (down > 1 ? i * apart : tall / 2) };
    const step = up > 1 ? tall / (up - 1) : 0;
    return { x: width / 2 - 95, y: margin + (up > 1 ? tall - (i - down) * step : tall / 2) };
  });
  return { spots, height: tall + 2 * margin };
}

/** A bent arrow that ends before the name it points at. */
function arrow(from: Spot, to: Spot, closed: boolean): string {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const far = Math.hypot(dx, dy) || 1;
  const bend = closed ? 0.22 * far : 0;
  const middle = { x: (from.x + to.x) / 2 + (dy / far) * bend, y: (from.y + to.y) / 2 - (dx / far) * bend };
  // Names are wide and low: the way stops where it would run into one.
  const short = (at: Spot) => {
    const ux = middle.x - at.x;
    const uy = middle.y - at.y;
    const scale = Math.min(54 / Math.abs(ux || 1e-6), (lineHeight / 2 + 4) / Math.abs(uy || 1e-6), 0.9);
    return { x: at.x + ux * scale, y: at.y + uy * scale };
  };
  const a = short(from);
  const b = short(to);
  const n = (value: number) => value.toFixed(1);
  return `M${n(a.x)} ${n(a.y)}Q${n(middle.x)} ${n(middle.y)} ${n(b.x)} ${n(b.y)}`;
}

function Drawing({ names, chain }: { names: readonly string[]; chain: Chain }) {
  const { spots, height } = spotsOf(names.length, chain.closed);
  const at = (i: number) => spots[i % spots.length] ?? { x: 0, y: 0 };
  return (
    <svg class="cycle" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <defs>
        <marker
          id="cycle-head"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {chain.legs.map((leg, i) => (
        <path
          key={leg.visit.id}
          class="cycle-way"
          d={arrow(at(i), at(i + 1), chain.closed)}
          marker-end="url(#cycle-head)"
        />
      ))}
      {names.map((name, i) => (
        <text key={name} x={at(i).x} y={at(i).y} dy="0.35em" text-anchor="middle">
          {name}
        </text>
      ))}
    </svg>
  );
}

function ChainFigure({ names, chain }: { names: ReturnType<typeof namesOf>; chain: Chain }) {
  const t = texts.t.cycles;
  const short = (id: string) => shortName(names.centre(id));
  const way = [...chain.legs.map((l) => short(l.from)), short(chain.legs.at(-1)?.to ?? '')];
  return (
    <figure class="cycle-figure">
      <Drawing names={chain.closed ? way.slice(0, -1) : way} chain={chain} />
      <figcaption>
        <b>{way.join(' → ')}</b>
        {!chain.closed && ` (${t.open})`}
        <ul class="plain">
          {chain.legs.map((leg) => (
            <li key={leg.visit.id}>
              {t.leg(names.worker(leg.visit.worker), short(leg.from), short(leg.to))}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

export function Cycles({ round, visits }: { round: Round; visits: readonly Visit[] }) {
  const t = texts.t;
  const [period, setPeriod] = useState(() => visits[0]?.period ?? round.periods[0]?.id ?? '');
  const names = namesOf(round);
  const all = useMemo(() => chainsOf(round, visits), [round, visits]);
  const shown = all.filter((c) => !period || c.period === period);
  const closed = shown.filter((c) => c.closed).length;
  const byPeriod = round.periods.filter((p) => shown.some((c) => c.period === p.id));
  return (
    <section>
      <h2>{t.cycles.title}</h2>
      <Select
        name="cycle-period"
        label={t.map.period}
        value={period}
        choices={[
          { value: '', label: t.map.all },
          ...round.periods.map((p) => ({ value: p.id, label: `${periodName(p)}, ${periodDays(p)}` })),
        ]}
        onValue={setPeriod}
      />
      <p>{shown.length === 0 ? t.cycles.none : t.cycles.lead(closed, shown.length - closed)}</p>
      {byPeriod.map((p) => (
        <section key={p.id} aria-label={periodName(p)}>
          {!period && <h3>{periodName(p)}</h3>}
          <div class="cycles">
            {shown
              .filter((c) => c.period === p.id)
              .map((chain) => (
                <ChainFigure key={chain.legs[0]?.visit.id} names={names} chain={chain} />
              ))}
          </div>
        </section>
      ))}
    </section>
  );
}
