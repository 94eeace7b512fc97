// What is read again and says the same stays the same object, down to its parts: then whoever draws it or reckons with it
// sees what changed by comparing with ===.

type Parts = Record<string, unknown>;

const idOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as Parts).id : undefined;

function keptParts(old: Parts, next: Parts): Parts {
  const names = Object.keys(next);
  let same = names.length === Object.keys(old).length;
  let made: Parts | null = null;
  for (const name of names) {
    const was = old[name];
    const is = next[name];
    if (was === is) continue;
    const part = kept(was, is);
    if (part !== was) same = false;
    if (part === is) continue;
    made ??= { ...next };
    made[name] = part;
  }
  return same ? old : (made ?? next);
}

/** Each beside the one of the same `id`, or of the same place where there are no ids. */
function keptList(old: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let byId: Map<unknown, unknown> | null = null;
  let same = next.length === old.length;
  let made: unknown[] | null = null;
  for (let at = 0; at < next.length; at++) {
    const is = next[at];
    if (is === old[at]) continue;
    let was = old[at];
    const id = idOf(is);
    if (id !== undefined && id !== idOf(was)) {
      byId ??= new Map(old.map((one) => [idOf(one), one]));
      was = byId.get(id);
    }
    const part = kept(was, is);
    if (part !== old[at]) same = false;
    if (part === is) continue;
    made ??= [...next];
    made[at] = part;
  }
  return same ? old : (made ?? next);
}

/** `next`, made of as much of `old` as is equal to it; both as JSON gives them. Linear in the size of `next`. */
export function kept<T>(old: unknown, next: T): T {
  if (old === next || typeof old !== 'object' || typeof next !== 'object' || !old || !next) return next;
  if (Array.isArray(old) !== Array.isArray(next)) return next;
  return (
    Array.isArray(next) ? keptList(old as unknown[], next) : keptParts(old as Parts, next as Parts)
  ) as T;
}
