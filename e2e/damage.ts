import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Changes one byte of the journal of a till that does not run: within the place where a text was written first. */
export async function changeOneByte(dataDirectory: string, text: string): Promise<void> {
  const file = path.join(dataDirectory, 'journal.sqlite');
  const bytes = await readFile(file);
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${text} is not in ${file}`);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  await writeFile(file, bytes);
}
