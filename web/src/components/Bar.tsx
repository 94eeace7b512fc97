interface Props {
  value: number;
  /** Part that is on its way (people who accepted and wait for a check). */
  waiting?: number;
  max: number;
  /** The same in words, for everybody. */
  label: string;
}

/** "3 of 5 filled" as a short row of seats, or a line where there are many. */
export function Bar({ value, waiting = 0, max, label }: Props) {
  const many = max > 8;
  const seats = Math.max(max, 1);
  return (
    <span class="bar">
      <span class={many ? 'bar-line' : 'bar-seats'} aria-hidden="true">
        {many ? (
          <>
            <span class="bar-filled" style={{ width: `${(100 * value) / seats}%` }} />
            <span class="bar-waiting" style={{ width: `${(100 * waiting) / seats}%` }} />
          </>
        ) : (
          Array.from({ length: max }, (_, i) => (
            <span
              key={i}
              class={i < value ? 'seat seat-filled' : i < value + waiting ? 'seat seat-waiting' : 'seat'}
            />
          ))
        )}
      </span>
      <span class="bar-label">{label}</span>
    </span>
  );
}
