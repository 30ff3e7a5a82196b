import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { openDatabase, type Database } from './database.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

function opened(path: string, options: { readOnly?: boolean } = {}): Database {
  const result = openDatabase(path, options);
  invariant(result.ok, `opened: ${JSON.stringify(result)}`);
  onTestFinished(() => result.value.close());
  return result.value;
}

describe('openDatabase', () => {
  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['trusted_schema', 0],
    ['busy_timeout', 5000],
    ['wal_autocheckpoint', 4000],
  ])('sets %s to %s, for writers and for readers, also when it opens again', (pragma, value) => {
    const path = join(temporaryFolder(), 'some.sqlite');
    const settingOf = (database: Database): unknown => Object.values(database.get(`PRAGMA ${pragma}`) ?? {})[0];
    const first = opened(path);
    expect(settingOf(first)).toBe(value);
    expect(settingOf(opened(path, { readOnly: true }))).toBe(value);
    first.close();
    expect(settingOf(opened(path))).toBe(value);
  });

  it('refuses a database that cannot have what durability needs', () => {
    const path = join(temporaryFolder(), 'some.sqlite');
    opened(path).exec('PRAGMA journal_mode = DELETE');
    expect(openDatabase(path, { readOnly: true })).toEqual({
      ok: false,
      failure: { kind: 'unavailable', detail: 'PRAGMA journal_mode is delete, not wal' },
    });
  });

  it('says that a file is not a database', () => {
    const path = join(temporaryFolder(), 'some.sqlite');
    writeFileSync(path, 'a shopping list, long enough to be looked at as a header: '.repeat(100));
    expect(openDatabase(path)).toMatchObject({ ok: false, failure: { kind: 'damaged' } });
  });

  it('says that a folder is not there', () => {
    const path = join(temporaryFolder(), 'nowhere', 'some.sqlite');
    expect(openDatabase(path, { readOnly: true })).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('takes back everything of a transaction that throws', () => {
    const database = opened(join(temporaryFolder(), 'some.sqlite'));
    database.exec('CREATE TABLE things (name TEXT)');
    const steps = (): void => {
      database.run('INSERT INTO things VALUES (?)', 'one');
      throw new Error('a slip');
    };
    expect(() => database.inTransaction(steps)).toThrow('a slip');
    expect(database.all('SELECT * FROM things')).toEqual([]);
    expect(database.inTransaction(() => database.run('INSERT INTO things VALUES (?)', 'two'))).toBeUndefined();
    expect(database.all('SELECT name FROM things').map((row) => row['name'])).toEqual(['two']);
  });
});
