import type { Catalogue } from './catalogue.ts';

/** A language that nobody speaks: English with accents, longer, in brackets. What shows without brackets was never in the catalogue. */
export const pseudoLocale = 'en-XA';

const accented: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  d: 'ð',
  e: 'é',
  g: 'ĝ',
  i: 'í',
  l: 'ļ',
  n: 'ñ',
  o: 'ô',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'û',
  y: 'ý',
  A: 'Å',
  C: 'Ç',
  D: 'Ð',
  E: 'É',
  I: 'Î',
  N: 'Ñ',
  O: 'Ö',
  P: 'Þ',
  R: 'Ŕ',
  S: 'Š',
  T: 'Ţ',
  U: 'Ü',
};

/** One text: what is to be filled in stays as it is, and a third of its length is added, as German and Finnish do. */
export function pseudoText(text: string): string {
  const words = text
    .split(/(\{\{[^}]*\}\})/u)
    .map((part) => (part.startsWith('{{') ? part : part.replace(/[a-zA-Z]/gu, (letter) => accented[letter] ?? letter)))
    .join('');
  return `[${words}${'·'.repeat(Math.ceil(text.length / 3))}]`;
}

/** A whole catalogue, with the same keys. */
export function pseudoCatalogue(catalogue: Catalogue): Catalogue {
  return mapTexts(catalogue) as Catalogue;
}

interface TextTree {
  readonly [key: string]: string | TextTree;
}

function mapTexts(tree: TextTree): TextTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, typeof value === 'string' ? pseudoText(value) : mapTexts(value)]),
  );
}
