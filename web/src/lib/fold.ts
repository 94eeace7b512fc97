// Folding of names for search: "juri" finds Jüri, "Маарду" finds Maardu. The exact spelling still wins.

const from = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяõäöüšžæøå';
const to = 'a b v g d e e z z i i k l m n o p r s t u f h ts ts s s  o  e u a o a o u s z a o a'.split(' ');
const letters = new Map(Array.from(from, (letter, i) => [letter, to[i]]));

/** Small letters without marks, Cyrillic by sound; j, y and i fall together, doubled letters become one. */
export function fold(text: string): string {
  const plain = Array.from(
    text.toLowerCase().normalize('NFC'),
    (letter) => letters.get(letter) ?? letter,
  ).join('');
  return plain
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[jy]/g, 'i')
    .replace(/(\p{L})\1+/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export interface Named {
  name: string;
  /** Other spellings and languages. */
  also?: readonly string[];
  /** What it lies in: found by that name too, after all that are called so themselves. */
  within?: string;
}

interface Entry<T> {
  item: T;
  exact: string;
  keys: readonly string[];
  within: string;
}

/** A list made ready for many searches. */
export class NameIndex<T extends Named> {
  private readonly entries: readonly Entry<T>[];

  constructor(items: readonly T[]) {
    this.entries = items.map((item) => ({
      item,
      exact: item.name.toLowerCase(),
      keys: [item.name, ...(item.also ?? [])].map(fold),
      within: fold(item.within ?? ''),
    }));
  }

  /** The best `limit` items: exact beginning, then folded beginning, then a later word, then anywhere. */
  search(typed: string, limit = 8): T[] {
    const exact = typed.trim().toLowerCase();
    const wanted = fold(typed);
    if (wanted === '') return [];
    const found: { item: T; rank: number; length: number }[] = [];
    for (const entry of this.entries) {
      let rank = entry.exact.startsWith(exact) ? 0 : 4;
      if (entry.within.startsWith(wanted)) rank = Math.min(rank, 3);
      for (const key of entry.keys) {
        if (key.startsWith(wanted)) rank = Math.min(rank, 1);
        else if (key.includes(` ${wanted}`)) rank = Math.min(rank, 2);
        else if (key.includes(wanted)) rank = Math.min(rank, 3);
      }
      if (rank < 4) found.push({ item: entry.item, rank, length: entry.exact.length });
    }
    found.sort(
      (a, b) => a.rank - b.rank || a.length - b.length || a.item.name.localeCompare(b.item.name, 'et'),
    );
    return found.slice(0, limit).map((entry) => entry.item);
  }
}
