import { expect, test } from 'vitest';
import type { Biller } from '../../shared/bill.ts';
import { findBillers } from './find-billers.ts';

const biller = (id: string, name: string, category = ''): Biller => ({
  institution: { id, name },
  categories: category === '' ? [] : [{ id: category, name: category }],
  isAllowed: true,
});

const billers = [
  biller('700045', 'Kgale Power', 'Electricity'),
  biller('700031', 'Notwane Water Utility', 'Water and sanitation'),
  biller('700150', 'Électricité du Nord', 'Power'),
  biller('700151', 'Water of Kgale'),
];

const namesOf = (search: string): readonly string[] => findBillers(billers, search).map(({ institution }) => institution.name);

test('nothing typed finds all, by name', () => {
  expect(namesOf(' ')).toEqual(['Électricité du Nord', 'Kgale Power', 'Notwane Water Utility', 'Water of Kgale']);
});

test('a few letters find what begins with them first, then what has them anywhere', () => {
  expect(namesOf('water')).toEqual(['Water of Kgale', 'Notwane Water Utility']);
  expect(namesOf('kgale')).toEqual(['Kgale Power', 'Water of Kgale']);
});

test('every word counts, in any order, and so do categories and ids', () => {
  expect(namesOf('kgale water')).toEqual(['Water of Kgale']);
  expect(namesOf('power')).toEqual(['Électricité du Nord', 'Kgale Power']);
  expect(namesOf('700031')).toEqual(['Notwane Water Utility']);
});

test('case and accents do not matter, and nonsense finds nothing', () => {
  expect(namesOf('ELECTRICITE')).toEqual(['Électricité du Nord']);
  expect(namesOf('gas')).toEqual([]);
});
