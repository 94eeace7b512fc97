import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import type { Catalog } from './i18n/catalog';

/** A page whose code and texts come together when its address is opened. */
export function page<M, K extends keyof M>(load: () => Promise<M>, name: K, ...texts: Catalog<unknown>[]) {
  return lazy(async () => {
    const [module] = await Promise.all([load(), ...texts.map((part) => part.load())]);
    return { default: module[name] as ComponentType };
  });
}
