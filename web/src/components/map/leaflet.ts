// The map itself; only ever loaded through PlaceMap, when a map is about to be seen.
import type { GeoJsonObject } from 'geojson';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import coastUrl from '../../../.cache/coast.geojson';
import type { Region } from '../../api';
import type { MapPlace } from './PlaceMap';
import { drawRoutes, type MapRoute } from './routes';
import { spread } from './spread';

export interface PlaceMapHandle {
  show: (places: readonly MapPlace[], chosen: string | null, routes?: readonly MapRoute[]) => void;
  remove: () => void;
}

interface Settings {
  region: Region;
  coastAttribution: string;
  zoomIn: string;
  zoomOut: string;
  onChoose: (id: string) => void;
}

function addGround(map: L.Map, { region, coastAttribution }: Settings): void {
  const { tiles, tiles_attribution } = region.map;
  if (tiles) {
    L.tileLayer(tiles, { attribution: tiles_attribution ?? '', maxZoom: 18 }).addTo(map);
    return;
  }
  map.attributionControl.addAttribution(coastAttribution);
  fetch(coastUrl)
    .then((response) => response.json())
    .then((coast: GeoJsonObject) => {
      L.geoJSON(coast, { interactive: false, style: { className: 'map-land' } })
        .addTo(map)
        .bringToBack();
    })
    .catch(() => undefined);
  for (const { name, lat, lon } of region.municipalities) {
    const label = document.createElement('span');
    label.textContent = name;
    const icon = L.divIcon({ className: 'map-name', html: label, iconSize: [0, 0] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map);
  }
}

const sizeOf = (place: MapPlace) => (place.count > 0 ? 30 + Math.min(place.count, 12) : 16);

/** A round mark with its number; the radius says it again to the eye. */
function markOf(place: MapPlace, chosen: boolean): L.DivIcon {
  const size = sizeOf(place);
  const state = place.count > 0 ? 'map-mark-open' : 'map-mark-none';
  return L.divIcon({
    className: `map-mark ${state}${chosen ? ' map-mark-chosen' : ''}`,
    html: place.count > 0 ? String(place.count) : '',
    iconSize: [size, size],
  });
}

export function createMap(element: HTMLElement, settings: Settings): PlaceMapHandle {
  const map = L.map(element, {
    zoomSnap: 0.25,
    zoomControl: false,
    scrollWheelZoom: false,
    maxBounds: [
      [57.5, 21],
      [60.5, 29],
    ],
  });
  // At the right, over the sea: the west is full of centres.
  L.control
    .zoom({ position: 'topright', zoomInTitle: settings.zoomIn, zoomOutTitle: settings.zoomOut })
    .addTo(map);
  map.attributionControl.setPrefix(false);
  addGround(map, settings);
  const ways = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  let fitted = '';
  let shown: { place: MapPlace; mark: L.Marker }[] = [];
  let routes: readonly MapRoute[] = [];
  /** Neighbours stand apart at every zoom. */
  const part = () => {
    const points = shown.map(({ place }) => ({
      ...map.latLngToLayerPoint([place.lat, place.lon]),
      size: sizeOf(place),
    }));
    const at = spread(points);
    shown.forEach(({ mark }, i) => {
      const { x, y } = at[i] ?? { x: 0, y: 0 };
      mark.setLatLng(map.layerPointToLatLng([x, y]));
    });
    const standing = new Map(shown.map(({ place, mark }) => [place.id, mark.getLatLng()]));
    drawRoutes(map, ways, routes, (id) => standing.get(id));
  };
  map.on('zoomend viewreset', part);
  return {
    show(places, chosen, between = []) {
      routes = between;
      marks.clearLayers();
      shown = [];
      for (const place of places) {
        const mark = L.marker([place.lat, place.lon], {
          icon: markOf(place, place.id === chosen),
          title: place.label,
          alt: place.label,
          // The list and its filter are the way by keys; marks overlap, so they are for the pointer alone.
          keyboard: false,
          riseOnHover: true,
          zIndexOffset: place.id === chosen ? 1000 : place.count,
        });
        mark.on('click', () => settings.onChoose(place.id));
        marks.addLayer(mark);
        shown.push({ place, mark });
      }
      const key = places.map((place) => place.id).join();
      if (places.length > 0 && key !== fitted) {
        fitted = key;
        map.fitBounds(L.latLngBounds(places.map((p) => [p.lat, p.lon])), {
          padding: [28, 28],
          maxZoom: 11,
          animate: false,
        });
      }
      if (fitted) part();
    },
    remove: () => map.remove(),
  };
}
