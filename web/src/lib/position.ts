import { type Point, roundToKilometre } from './distance';

/** Where the browser is, rounded to about a kilometre before anything else sees it. */
export function currentPosition(): Promise<Point> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error('no geolocation'));
    else
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve(roundToKilometre({ lat: coords.latitude, lon: coords.longitude })),
        reject,
        { maximumAge: 600_000, timeout: 15_000 },
      );
  });
}
