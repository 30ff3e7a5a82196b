import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { adviceFolder, fileOf, isRemovedFile, kindOf, marksName, readIfThere, recordOf, type AdviceFolder } from './folder.ts';
import type { AdviceId } from './advice.ts';
import { inLine, requestOf, withMark, type AttemptMark, type StoredAdvice } from './queue-over.ts';
import type { QueuedAdvice, SetAsideFile } from './queue.ts';
import { unseal, type Content } from './sealed.ts';

/** What lies in the queue's folder. Reading changes nothing. */
export interface FolderContents {
  /** Marks are in it. */
  readonly found: readonly StoredAdvice[];
  readonly marks: readonly AttemptMark[];
  /** Advices that were removed, and in which files that is written down. Their own files may still be there, and count for nothing. */
  readonly removed: { readonly adviceIds: ReadonlySet<AdviceId>; readonly files: readonly string[] };
  /** By its name in the queue's folder: to be set aside. */
  readonly unreadable: readonly SetAsideFile[];
  readonly leftovers: readonly string[];
  /** Copies of records that were being written; `isNeeded` where the record itself is not whole. */
  readonly previous: readonly { readonly file: string; readonly isNeeded: boolean }[];
}

/** @throws what the file system throws: a folder that is not ours. One that is not there is empty */
export function readAdviceFolder({ path }: AdviceFolder): FolderContents {
  const files = list(path).filter(({ name, isFile }) => isFile || name !== 'set-aside');
  const leftovers: string[] = [];
  const previousFiles: string[] = [];
  const unreadable: SetAsideFile[] = [];
  /** By the file's name: whatever could be read, and the advices among it. */
  const whole = new Set<string>();
  const advices: StoredAdvice[] = [];
  let marks: readonly AttemptMark[] = [];
  const removed = { adviceIds: new Set<AdviceId>(), files: [] as string[] };

  const read = (file: string, name: string): void => {
    const content = readRecord(path, file, name);
    if (content === undefined) return;
    if (typeof content === 'string') {
      unreadable.push({ file, why: content });
      return;
    }
    whole.add(name);
    if (content.kind === 'marks') ({ marks } = content);
    else if (content.kind === 'advice') advices.push(content);
    else {
      removed.files.push(file);
      for (const adviceId of content.adviceIds) removed.adviceIds.add(adviceId);
    }
  };

  for (const { name: file, isFile } of files) {
    const kind = isFile ? kindOf(file) : 'foreign';
    if (kind === 'leftover') leftovers.push(file);
    else if (kind === 'previous') previousFiles.push(file);
    else if (kind === 'record') read(file, file);
    else unreadable.push({ file, why: isFile ? notOfTheQueue : 'is no file' });
  }
  const previous = previousFiles.map((file) => {
    const record = recordOf(file);
    const isNeeded = !whole.has(record) && typeof readRecord(path, file, record) === 'object';
    if (isNeeded) read(file, record);
    return { file, isNeeded };
  });

  const { standing, others } = oneForEachRequest(advices.filter(({ entry }) => !removed.adviceIds.has(entry.advice.adviceId)));
  const marked = new Map(marks.map((mark) => [mark.adviceId, mark]));
  return {
    found: standing.map(({ sequence, entry }) => ({ sequence, entry: withMark(entry, marked.get(entry.advice.adviceId)) })),
    marks,
    removed,
    unreadable: [
      ...unreadable,
      ...others.map(({ entry: { advice } }) => ({
        file: fileOf(advice.adviceId),
        why: `is a second advice for the ${advice.service} request ${advice.requestId}`,
      })),
    ],
    leftovers,
    previous,
  };
}

/** What an earlier start has set aside, and still lies there, with what is wrong with it. */
export function readSetAside({ setAside }: AdviceFolder): readonly SetAsideFile[] {
  return list(setAside).map(({ name: file, isFile }) => {
    const bytes = isFile ? readIfThere(join(setAside, file)) : undefined;
    if (bytes === undefined || typeof bytes === 'string') return { file, why: bytes ?? 'is no file' };
    // The same words as at the start that found it.
    if (kindOf(nameBefore(file)) === 'foreign') return { file, why: notOfTheQueue };
    const content = unseal(bytes);
    if (!content.ok) return { file, why: content.failure };
    if (content.value.kind !== 'advice') return { file, why: 'is not where it belongs' };
    const { adviceId, requestId, service } = content.value.entry.advice;
    return { file, why: `is the advice ${adviceId} under a wrong name, or a second one for the ${service} request ${requestId}` };
  });
}

const notOfTheQueue = 'is no file of the queue';

/** A second file of one name got a number when it was set aside. */
function nameBefore(file: string): string {
  return file.replace(/(?<=[.]json)[.][0-9]+$/u, '');
}

/** The queue as it lies in a data folder, for readers beside a till that runs: waits for nobody, and changes nothing. */
export function readAdvices(dataDirectory: string): {
  readonly entries: readonly QueuedAdvice[];
  readonly setAside: readonly SetAsideFile[];
} {
  const folder = adviceFolder(dataDirectory);
  const { found, unreadable } = readAdviceFolder(folder);
  return { entries: found.toSorted(inLine).map(({ entry }) => entry), setAside: [...readSetAside(folder), ...unreadable] };
}

/** @returns undefined if the file is gone; a sentence's end if it is not what its name says */
function readRecord(directory: string, file: string, name: string): Content | string | undefined {
  const bytes = readIfThere(join(directory, file));
  if (bytes === undefined || typeof bytes === 'string') return bytes;
  const unsealed = unseal(bytes);
  if (!unsealed.ok) return unsealed.failure;
  const content = unsealed.value;
  if (content.kind === 'marks') return name === fileOf(marksName) ? content : 'is not where it belongs';
  if (content.kind === 'removed') return isRemovedFile(name) ? content : 'is not where it belongs';
  const { adviceId } = content.entry.advice;
  return name === fileOf(adviceId) ? content : `is a copy of the advice ${adviceId}`;
}

/** No till of ours writes two advices for one request. Whoever did: the first one stands, because it may have been sent. */
function oneForEachRequest(all: readonly StoredAdvice[]): {
  readonly standing: readonly StoredAdvice[];
  readonly others: readonly StoredAdvice[];
} {
  const standing = new Map<string, StoredAdvice>();
  const others: StoredAdvice[] = [];
  for (const stored of all.toSorted(inLine)) {
    const request = requestOf(stored.entry.advice);
    if (standing.has(request)) others.push(stored);
    else standing.set(request, stored);
  }
  return { standing: [...standing.values()], others };
}

function list(directory: string): readonly { readonly name: string; readonly isFile: boolean }[] {
  return entriesOf(directory).map((entry) => ({ name: entry.name, isFile: entry.isFile() }));
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
