import { describe, expect, it } from 'vitest';
import { billers } from '../testing/bill-fixtures.ts';
import { createScriptedTill } from '../testing/scripted-till.ts';
import { snapshotWith } from '../testing/fixtures.ts';
import { beginningOf } from './bill-focus.ts';
import { createBillStore, offersBillers, type Billers, type BillState } from './bill-store.ts';

const reading: Billers = { kind: 'reading' };
const read: Billers = { kind: 'read', billers };
const empty: Billers = { kind: 'read', billers: [] };
const failed: Billers = { kind: 'failed', failure: { kind: 'till-unreachable' } };

const fresh = createBillStore(createScriptedTill(snapshotWith({}))).getState();
const stateWith = (part: Partial<BillState>): BillState => ({ ...fresh, ...part });
const draftWith = (part: Partial<BillState['draft']>): Pick<BillState, 'draft'> => ({ draft: { ...fresh.draft, ...part } });
const inSale = [{ kind: 'account', biller: undefined, reference: '0417733021', amountMinor: 100 } as const];

describe('where a bill is begun', () => {
  it.each([
    ['nothing entered', {}],
    ['a reference that was typed', draftWith({ reference: '0417' })],
    ['a biller that was chosen', draftWith({ biller: { id: '700031', name: 'Water' } })],
    ['a bill in the sale', { bills: inSale }],
  ] satisfies [string, Partial<BillState>][])('does not depend on whether the list of billers is there yet: %s', (_, part) => {
    expect(beginningOf(stateWith({ ...part, billers: reading }))).toBe(beginningOf(stateWith({ ...part, billers: read })));
  });

  it('is the biller at first, then the reference, and the money once a bill is in the sale', () => {
    expect(beginningOf(stateWith({ billers: reading }))).toBe('biller');
    expect(beginningOf(stateWith(draftWith({ biller: { id: '700031', name: 'Water' } })))).toBe('reference');
    expect(beginningOf(stateWith({ ...draftWith({ reference: '0417' }), bills: inSale }))).toBe('reference');
    expect(beginningOf(stateWith({ bills: inSale }))).toBe('pay');
  });

  it.each([
    ['no list', empty],
    ['a list that could not be read', failed],
  ])('is the reference where there is %s', (_, billers) => {
    expect(offersBillers(billers)).toBe(false);
    expect(beginningOf(stateWith({ billers }))).toBe('reference');
  });
});
