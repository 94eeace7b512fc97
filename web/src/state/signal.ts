// Values that pages draw themselves from: whoever reads `.value` while it is drawn is drawn again when it changes.
// The same idea as @preact/signals in a tenth of its weight: no derived values and no effects, which nothing here needs.
import { type Component, options, type VNode } from 'preact';

export interface Signal<T> {
  value: T;
  /** The value without being drawn again for it. */
  peek(): T;
}

/** Preact's hook before a component draws itself; its name is fixed, though not in the types. */
type Hooks = typeof options & { __r?: (vnode: VNode & { __c: Component }) => void };

const hooks: Hooks = options;
const { __r: before, diffed: after } = hooks;
let drawing: Component | null = null;
hooks.__r = (vnode) => {
  before?.(vnode);
  drawing = vnode.__c;
};
hooks.diffed = (vnode) => {
  drawing = null;
  after?.(vnode);
};

export function signal<T>(first: T): Signal<T> {
  let now = first;
  const readers = new Set<Component>();
  return {
    get value() {
      if (drawing) readers.add(drawing);
      return now;
    },
    set value(next) {
      if (next === now) return;
      now = next;
      // Each reads again while it is drawn, so those that have gone or read something else now drop out here.
      const told = [...readers];
      readers.clear();
      for (const component of told) component.forceUpdate();
    },
    peek: () => now,
  };
}
