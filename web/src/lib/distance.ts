export interface Point {
  lat: number;
  lon: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great circle times 1.3, as the matcher counts ways without an entry of their own. Metres. */
export function wayMetres(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return Math.ceil(2 * 6_371_000 * Math.asin(Math.sqrt(h)) * 1.3);
}

/** A position on a grid of about 1 km, so that nobody's home leaves the phone. */
export function roundToKilometre({ lat, lon }: Point): Point {
  const latStep = 0.009;
  const lonStep = latStep / Math.cos(radians(Math.round(lat)));
  const snap = (value: number, step: number) => Number((Math.round(value / step) * step).toFixed(4));
  return { lat: snap(lat, latStep), lon: snap(lon, lonStep) };
}
