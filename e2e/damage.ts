import { readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
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

/** Where the queue's folder is there is a file, in which nothing can be written as long as it is there, whoever tries. */
export async function takeQueueAway(dataDirectory: string): Promise<void> {
  const folder = path.join(dataDirectory, 'advices');
  await rename(folder, `${folder}.away`);
  await writeFile(folder, '');
}

/** How a file of the advice queue can be wrong, and what the till says of it then. */
export const damages = {
  'cut off': 'is cut off, or is no JSON',
  emptied: 'is empty',
  'from a newer version': 'was written by a newer version of the till (format 2)',
  'not ours': 'is no file of the queue',
} as const;

/**
 * Damages the queue of a till that does not run, in each of these ways: one file each.
 * @returns the names of the files, by what is wrong with them
 */
export async function damageQueue(dataDirectory: string): Promise<Readonly<Record<keyof typeof damages, string>>> {
  const folder = path.join(dataDirectory, 'advices');
  // Advices are named by their ids; what else lies there is the queue's own bookkeeping.
  const [first, second, third] = (await readdir(folder)).filter((file) => /^[0-9a-f-]{36}[.]json$/u.test(file)).toSorted();
  if (first === undefined || second === undefined || third === undefined) throw new Error('fewer than three advices wait');
  await truncate(path.join(folder, first), 200);
  await truncate(path.join(folder, second), 0);
  const newer = await readFile(path.join(folder, third), 'utf8');
  await writeFile(path.join(folder, third), newer.replace('"format": 1', '"format": 2'));
  await writeFile(path.join(folder, 'holiday.jpg'), 'not ours');
  return { 'cut off': first, emptied: second, 'from a newer version': third, 'not ours': 'holiday.jpg' };
}
