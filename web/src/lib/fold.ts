// Folding of names for search: "juri" finds Jüri, "Маарду" finds Maardu. The exact spelling still wins.

const letters: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'z',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ts',
  ш: 's',
  щ: 's',
  ъ: '',
  ы: 'o',
  ь: '',
  э: 'e',
  ю: 'u',
  я: 'a',
  õ: 'o',
  ä: 'a',
  ö: 'o',
  ü: 'u',
  š: 's',
  ž: 'z',
  ß: 'ss',
  æ: 'a',
  ø: 'o',
  å: 'a',
};

/** Small letters without marks, Cyrillic by sound; j, y and i fall together, doubled letters become one. */
export function fold(text: string): string {
  const plain = Array.from(text.toLowerCase().normalize('NFC'), (letter) => letters[letter] ?? letter).join(
    '',
  );
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
}

interface Entry<T> {
  item: T;
  exact: string;
  keys: readonly string[];
}

/** A list made ready for many searches. */
export class NameIndex<T extends Named> {
  private readonly entries: readonly Entry<T>[];

  constructor(items: readonly T[]) {
    this.entries = items.map((item) => ({
      item,
      exact: item.name.toLowerCase(),
      keys: [item.name, ...(item.also ?? [])].map(fold),
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
