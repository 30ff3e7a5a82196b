import { expect, test } from 'vitest';
import { customerName, maskName } from './customer-name.ts';

test('a name is its first letters until the customer has confirmed it, whatever its length', () => {
  expect(maskName('Lesego Moremi')).toBe('L••••• M•••••');
  expect(maskName(' Ng  ')).toBe('N•••••');
  expect(maskName('Élodie')).toBe('É•••••');
  expect(customerName({ firstName: 'Lesego', lastName: 'Moremi', idNumber: '8402115093082' }, false)).toBe('L••••• M•••••');
  expect(customerName({ firstName: 'Lesego', lastName: 'Moremi' }, true)).toBe('Lesego Moremi');
  expect(customerName({ address: 'Plot 5518' }, true)).toBe('');
});
