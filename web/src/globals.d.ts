/** Addresses of style sheets that only some pages load; set by scripts/build.mjs. */
declare const STAFF_CSS: string;
declare const MAP_CSS: string;

declare module '*.geojson' {
  const url: string;
  export default url;
}
declare module '*.svg' {
  const url: string;
  export default url;
}
declare module 'leaflet/dist/leaflet-src.esm.js' {
  export * from 'leaflet';
}
