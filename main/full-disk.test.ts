import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invariant } from '../shared/result.ts';
import { openTill, order, postsOf, sellTo, settingsFor, simulatorFor, snapshotOf } from './testing/open-till.ts';
import { fillUp, mountSmallDisk } from './testing/small-disk.ts';

// Room for the ballast and for what a sale needs beside it, and little more.
const smallDisk = mountSmallDisk(32);

describe('a till whose disk fills up', () => {
  it.skipIf(smallDisk === undefined)(
    'finishes the sale under way, begins no other and says why, and sells again when there is room (needs to be root on Linux)',
    async () => {
      invariant(smallDisk !== undefined, 'mounted');
      const dataDirectory = join(smallDisk, 'data');
      mkdirSync(dataDirectory);
      const download = join(smallDisk, 'download');
      const simulator = await simulatorFor();
      simulator.control.next({ customer: { kind: 'hold' } });
      const till = openTill(settingsFor(simulator, dataDirectory));
      const underWay = order('12.00', 'under way');
      expect(await till.call('sale/begin', underWay)).toMatchObject({ ok: true });
      await simulator.control.untilBegun();

      fillUp(download);
      simulator.control.release({ kind: 'approve' });
      expect(await till.decided(underWay.saleId)).toMatchObject({ outcome: 'approved' });

      const refused = await till.call('sale/begin', order('12.00', 'next'));
      expect(refused).toMatchObject({ ok: false, failure: { kind: 'disk-full' } });
      expect(postsOf(simulator)).toBe(1);
      expect((await snapshotOf(till)).journal.kind).toBe('disk-full');

      rmSync(download);
      expect(await sellTo(till, order('12.00', 'next'))).toMatchObject({ outcome: 'approved', number: 2 });
      await till.close();
    },
  );
});
