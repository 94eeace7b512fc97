// Marks of neighbours pushed apart until a thumb can tell them: a target of its own for each.

export interface Mark {
  x: number;
  y: number;
  /** Its width on the screen. */
  size: number;
}

const rounds = 40;
/** A mark without seats is small to the eye but not to the thumb. */
const leastTarget = 24;

/** Where the marks stand once none covers another, as near to their places as a few pushes bring them. Pixels. */
export function spread(marks: readonly Mark[]): { x: number; y: number }[] {
  const at = marks.map(({ x, y }) => ({ x, y }));
  const width = (i: number) => Math.max(marks[i]?.size ?? 0, leastTarget);
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (let i = 0; i < at.length; i++) {
      for (let j = i + 1; j < at.length; j++) {
        const a = at[i];
        const b = at[j];
        if (!a || !b) continue;
        const apart = (width(i) + width(j)) / 2;
        const dx = b.x - a.x;
        const dy = b.y - a.y;
        const far = Math.hypot(dx, dy);
        if (far >= apart) continue;
        // Two on the very same spot part sideways.
        const [ux, uy] = far > 0 ? [dx / far, dy / far] : [1, 0];
        const push = (apart - far) / 2 + 0.25;
        a.x -= ux * push;
        a.y -= uy * push;
        b.x += ux * push;
        b.y += uy * push;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return at;
}
