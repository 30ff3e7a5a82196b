import type { Biller } from '../../shared/bill.ts';

/**
 * The billers whose name, category or id has every word that was typed in it, whatever case and accents were typed. Those whose name begins with it come first,
 * then by name. Nothing typed finds all.
 */
export function findBillers(billers: readonly Biller[], search: string): readonly Biller[] {
  const wanted = plainOf(search);
  const words = wanted.split(' ').filter((word) => word !== '');
  const found = billers.filter((biller) => {
    const text = plainOf(
      [biller.institution.name, biller.institution.id, ...biller.categories.map(({ name }) => name)].join(' '),
    );
    return words.every((word) => text.includes(word));
  });
  const rank = ({ institution }: Biller): number => (wanted !== '' && plainOf(institution.name).startsWith(wanted) ? 0 : 1);
  return found.toSorted((one, other) => rank(one) - rank(other) || one.institution.name.localeCompare(other.institution.name));
}

function plainOf(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim()
    .replace(/\s+/gu, ' ');
}
