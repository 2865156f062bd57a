/**
 * Plain ASCII for letters that have an obvious one. What has none (ideographs, emoji) is left out: a caller that ends up
 * with nothing falls back to something else it knows, so names are never guesses about pronunciation.
 */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
};

/** Lower-case alphabets, letter by letter. */
const ALPHABETS: readonly (readonly [string, readonly string[]])[] = [
  [
    'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
    'a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya'.split(' '),
  ],
  ['іїєґўј', 'i i e g u j'.split(' ')],
  ['αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'.split(' ')],
];

const TABLE: ReadonlyMap<string, string> = new Map([
  ...Object.entries(LETTERS),
  ...ALPHABETS.flatMap(([letters, plain]) =>
    [...letters].flatMap((letter, index): [string, string][] => {
      const ascii = (plain[index] ?? '').replace('_', '');
      return [
        [letter, ascii],
        [letter.toUpperCase(), ascii.charAt(0).toUpperCase() + ascii.slice(1)],
      ];
    }),
  ),
]);

/** Compatibility forms folded (`ﬁ` → `fi`), accents dropped, known letters written in ASCII; other characters stay. */
export function transliterate(text: string): string {
  if (/^[\u0020-\u007e]*$/.test(text)) return text;
  const bare = text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return bare.replace(/\P{ASCII}/gu, (char) => TABLE.get(char) ?? char);
}
