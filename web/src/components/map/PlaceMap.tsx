import { useEffect, useRef, useState } from 'preact/hooks';
import { language } from '../../i18n/language';
import { open } from '../../i18n/parts';
import { stylesheet } from '../../lib/stylesheet';
import { loadRegion } from '../../state/region';
import type { PlaceMapHandle } from './leaflet';
import type { MapRoute } from './routes';

export interface MapPlace {
  id: string;
  lat: number;
  lon: number;
  /** Open seats; 0 is a small mark. */
  count: number;
  /** The whole fact in words. */
  label: string;
}

interface Props {
  places: readonly MapPlace[];
  chosen: string | null;
  /** Ways between the places, drawn as arrows. */
  routes?: readonly MapRoute[];
  onChoose: (id: string) => void;
  class?: string;
}

/** A map beside a list of the same places. Its code comes when it is about to be seen; its room is kept till then. */
export function PlaceMap({ places, chosen, routes, onChoose, class: more }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<PlaceMapHandle | null>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let made: PlaceMapHandle | null = null;
    let gone = false;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      Promise.all([import('./leaflet'), loadRegion(), stylesheet(MAP_CSS)])
        .then(([{ createMap }, region]) => {
          if (gone) return;
          made = createMap(element, {
            region,
            coastAttribution: open.t.mapCoast,
            zoomIn: open.t.zoomIn,
            zoomOut: open.t.zoomOut,
            onChoose: (id) => choose.current(id),
          });
          setHandle(made);
        })
        .catch(() => undefined);
    });
    seen.observe(element);
    return () => {
      gone = true;
      seen.disconnect();
      made?.remove();
    };
  }, []);

  const of = language.value;
  useEffect(() => handle?.show(places, chosen, routes), [handle, places, chosen, routes, of]);
  return <div class={`map ${more ?? ''}`} ref={box} role="region" aria-label={open.t.mapLabel} />;
}
