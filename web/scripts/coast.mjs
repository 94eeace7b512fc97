// Cuts the region's land out of world-atlas (Natural Earth, public domain) into a small GeoJSON.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const target = new URL('../.cache/coast.geojson', import.meta.url);
const box = { west: 22.5, south: 58.2, east: 28.0, north: 60.4 };

/** One pass of Sutherland and Hodgman: keeps what lies on the inner side of one edge of the box. */
function clip(ring, inside, cross) {
  const out = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[(i + ring.length - 1) % ring.length];
    const b = ring[i];
    if (inside(b)) {
      if (!inside(a)) out.push(cross(a, b));
      out.push(b);
    } else if (inside(a)) out.push(cross(a, b));
  }
  return out;
}

const atX = (x) => (a, b) => [x, a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0])];
const atY = (y) => (a, b) => [a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]), y];

function clipToBox(ring) {
  let out = clip(ring, (p) => p[0] >= box.west, atX(box.west));
  out = clip(out, (p) => p[0] <= box.east, atX(box.east));
  out = clip(out, (p) => p[1] >= box.south, atY(box.south));
  out = clip(out, (p) => p[1] <= box.north, atY(box.north));
  return out.map(([x, y]) => [Number(x.toFixed(4)), Number(y.toFixed(4))]);
}

export async function makeCoast() {
  const world = JSON.parse(await readFile(require.resolve('world-atlas/land-10m.json'), 'utf8'));
  const polygons = [];
  for (const { geometry } of feature(world, world.objects.land).features) {
    const all = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const polygon of all) {
      const rings = polygon.map(clipToBox).filter((ring) => ring.length > 3);
      if (rings.length > 0) polygons.push(rings.map((ring) => [...ring, ring[0]]));
    }
  }
  await mkdir(new URL('.', target), { recursive: true });
  await writeFile(target, JSON.stringify({ type: 'MultiPolygon', coordinates: polygons }));
}
