import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file so that there is either the whole of it or what was there before, also after a power cut.
 * Rejects with what the disk said (`ENOSPC`, `EACCES`, …), and leaves nothing half-written behind.
 */
export async function writeFileAtomically(path: string, contents: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(beside, 'wx');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
