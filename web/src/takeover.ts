// Fields that came with the document: what was typed before the script ran is heard as if it were typed now.

/**
 * The documents say autocomplete="off" and keep the real value beside it, so that a browser never puts back what the
 * person before typed here (a phone may be shared); filling in by the browser is allowed again from here on.
 */
export function takeOver(root: Element): void {
  for (const field of root.querySelectorAll('input')) {
    const fill = field.dataset.fill;
    if (fill) field.autocomplete = fill as AutoFill;
    if (field.value) field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
