// Lying bars. They are a picture: a sentence and a table beside them say the same.

interface BarsProps {
  bars: readonly { key: string; label: string; value: number; of?: number; said?: string }[];
}

/** Lying bars with their names and numbers; the table below says the same. */
export function Bars({ bars }: BarsProps) {
  const most = Math.max(1, ...bars.map((b) => b.of ?? b.value));
  return (
    <div class="chart" aria-hidden="true">
      {bars.map(({ key, label, value, of, said }) => (
        <div class="chart-row" key={key}>
          <span class="chart-label">{label}</span>
          <span class="chart-line">
            {of !== undefined && <span class="chart-of" style={{ width: `${(100 * of) / most}%` }} />}
            <span class="chart-bar" style={{ width: `${(100 * value) / most}%` }} />
          </span>
          <span class="chart-number">{said ?? (of === undefined ? value : `${value} / ${of}`)}</span>
        </div>
      ))}
    </div>
  );
}

/** Out to the left, in to the right. */
export function TwoWays({
  rows,
}: {
  rows: readonly { key: string; label: string; left: number; right: number }[];
}) {
  const most = Math.max(1, ...rows.flatMap((r) => [r.left, r.right]));
  return (
    <div class="chart chart-two" aria-hidden="true">
      {rows.map(({ key, label, left, right }) => (
        <div class="chart-row" key={key}>
          <span class="chart-label">{label}</span>
          <span class="chart-number">{left}</span>
          <span class="chart-line chart-left">
            <span class="chart-bar" style={{ width: `${(100 * left) / most}%` }} />
          </span>
          <span class="chart-line">
            <span class="chart-bar chart-in" style={{ width: `${(100 * right) / most}%` }} />
          </span>
          <span class="chart-number">{right}</span>
        </div>
      ))}
    </div>
  );
}
