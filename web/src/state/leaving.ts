// A reload or a closed tab would lose what was typed and not yet sent: the browser asks first.
import { useEffect } from 'preact/hooks';

export function useWarnBeforeLeaving(unsent: boolean): void {
  useEffect(() => {
    if (!unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [unsent]);
}
