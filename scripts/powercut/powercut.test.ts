import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../main/advices/testing/load-mutant.ts';
import { mountExt4 } from '../../main/advices/testing/ext4-image.ts';
import { cutPower } from './powercut.ts';

const probe = mountExt4(8);
if (typeof probe !== 'string') probe.remove();
const why = typeof probe === 'string' ? ` (skipped: ${probe})` : '';

describe.skipIf(typeof probe === 'string')(`a power cut after each acknowledged advice${why}`, () => {
  it('takes nothing that was acknowledged', () => {
    const report = cutPower(9);
    expect(report).toEqual({ kind: 'cut', cuts: 9, acknowledged: 21, lost: 0, found: [] });
  });

  it('takes something where a queue does not sync its folder', async () => {
    const mutant = await loadMutant({
      file: 'write-store.ts',
      replace: '    syncDirectory(directory);\n    if (isReplacement)',
      by: '    if (isReplacement)',
    });
    try {
      const report = cutPower(8, mutant.modules.openStoreQueue);
      expect(report.kind === 'cut' ? report.found.join('\n') : '').toMatch(/is gone/u);
    } finally {
      mutant.remove();
    }
  });
});
