import { nameIn, region } from '../../state/region';

/** The name of something to bring along; the code itself where the region does not name it. */
export function bringName(code: string): string {
  const found = region.value?.bring.find((b) => b.code === code);
  return found ? nameIn(found.names) : code;
}
