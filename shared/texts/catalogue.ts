import type { en } from './en.ts';

/** The shape of a catalogue: the English one, with any words. A language that misses a text does not compile. */
export type Catalogue = WithAnyWords<typeof en>;

type WithAnyWords<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : WithAnyWords<Texts[Key]> };
