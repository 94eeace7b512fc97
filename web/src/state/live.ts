// One stream of server events per browser: a lock chooses the tab that holds it, the others listen to that tab.
// (A browser opens six connections to a server; a stream a tab would use them up.)
import { useEffect, useRef } from 'preact/hooks';

export interface LiveEvent {
  type: 'hello' | 'need' | 'invitation' | 'placement' | 'round' | 'plan' | 'pairing';
  data: Record<string, unknown>;
}

const kinds: LiveEvent['type'][] = ['hello', 'need', 'invitation', 'placement', 'round', 'plan', 'pairing'];

/** Calls `heard` for each event of a topic (`centre:kehra`, `need:...`, `round:...`, `pairing:...`, `me`) while the component lives; a new `turn` asks for a new stream. */
export function useLive(topic: string | null, heard: (event: LiveEvent) => void, turn = 0): void {
  const listener = useRef(heard);
  listener.current = heard;
  useEffect(() => {
    if (!topic) return;
    const name = `vahetus-live ${topic}`;
    const channel = new BroadcastChannel(name);
    const stop = new AbortController();
    channel.onmessage = (message: MessageEvent<LiveEvent>) => listener.current(message.data);
    const hold = () =>
      new Promise<void>((resolve) => {
        const source = new EventSource(`/api/v1/events?topic=${encodeURIComponent(topic)}`);
        for (const type of kinds) {
          source.addEventListener(type, (event) => {
            const data: unknown = JSON.parse((event as MessageEvent<string>).data || '{}');
            const live = { type, data: data as Record<string, unknown> };
            channel.postMessage(live);
            listener.current(live);
          });
        }
        stop.signal.addEventListener('abort', () => {
          source.close();
          resolve();
        });
      });
    navigator.locks.request(name, { signal: stop.signal }, hold).catch(() => undefined);
    return () => {
      stop.abort();
      channel.close();
    };
  }, [topic, turn]);
}
