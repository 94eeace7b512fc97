const loaded = new Map<string, Promise<void>>();

/** Adds a style sheet that only some pages need; resolves once it counts. */
export function stylesheet(href: string): Promise<void> {
  let wait = loaded.get(href);
  if (!wait) {
    wait = new Promise((resolve, reject) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      link.onload = () => resolve();
      link.onerror = () => reject(new Error(`${href} did not load`));
      document.head.append(link);
    });
    loaded.set(href, wait);
  }
  return wait;
}
