// Ways between places as bent arrows, so that there and back lie side by side.
import * as L from 'leaflet/dist/leaflet-src.esm.js';

export interface MapRoute {
  from: string;
  to: string;
  /** The whole fact in words. */
  label: string;
}

/** How far the bend is off the straight line, and how long an arrow head is: parts of the way, and pixels. */
const bend = 0.16;
const headPx = 9;
const steps = 16;

type Point = { x: number; y: number };

/** Points of a quadratic curve from `a` to `b` that leaves the straight line to the right. */
function curve(a: Point, b: Point): Point[] {
  const middle = { x: (a.x + b.x) / 2 - (b.y - a.y) * bend, y: (a.y + b.y) / 2 + (b.x - a.x) * bend };
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const u = 1 - t;
    return {
      x: u * u * a.x + 2 * u * t * middle.x + t * t * b.x,
      y: u * u * a.y + 2 * u * t * middle.y + t * t * b.y,
    };
  });
}

/** Two short lines that make the end of `points` an arrow. */
function head(points: readonly Point[]): Point[] {
  const tip = points[Math.round(steps * 0.62)] ?? { x: 0, y: 0 };
  const behind = points[Math.round(steps * 0.5)] ?? tip;
  const angle = Math.atan2(tip.y - behind.y, tip.x - behind.x);
  const wing = (turn: number) => ({
    x: tip.x - headPx * Math.cos(angle + turn),
    y: tip.y - headPx * Math.sin(angle + turn),
  });
  return [wing(0.5), tip, wing(-0.5)];
}

/** Draws `routes` between marks; `at` gives where a place's mark stands. */
export function drawRoutes(
  map: L.Map,
  layer: L.LayerGroup,
  routes: readonly MapRoute[],
  at: (id: string) => L.LatLng | undefined,
): void {
  layer.clearLayers();
  for (const { from, to, label } of routes) {
    const a = at(from);
    const b = at(to);
    if (!a || !b) continue;
    const points = curve(map.latLngToLayerPoint(a), map.latLngToLayerPoint(b));
    for (const line of [points, head(points)]) {
      const latLngs = line.map(({ x, y }) => map.layerPointToLatLng([x, y]));
      L.polyline(latLngs, { className: 'map-route', interactive: true, noClip: true })
        .bindTooltip(label, { sticky: true })
        .addTo(layer);
    }
  }
}
