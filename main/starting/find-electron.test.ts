import { describe, expect, it } from 'vitest';
import { findElectron } from './find-electron.ts';

describe('finding Electron', () => {
  it('says that there is no display, before anything is fetched', async () => {
    expect(await findElectron({}, 'linux')).toEqual({ ok: false, failure: 'there is no display' });
  });

  it.runIf(process.getuid?.() === 0)('says that Electron does not run as root', async () => {
    expect(await findElectron({ DISPLAY: ':0' }, 'linux')).toEqual({ ok: false, failure: 'Electron does not run as root' });
  });
});
