import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate, schemaOf } from './migrations.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const first = 'CREATE TABLE events (sequence INTEGER PRIMARY KEY, body TEXT) STRICT';
const second = "ALTER TABLE events ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'";
const broken = 'CREATE TABLE more (name TEXT); CREATE TABLE events (name TEXT)';

function opened(path: string): Database {
  const result = openDatabase(path);
  invariant(result.ok, 'opened');
  onTestFinished(() => result.value.close());
  return result.value;
}

describe('migrate', () => {
  it('makes a new journal without a copy of nothing', () => {
    const directory = temporaryFolder();
    const path = join(directory, 'journal.sqlite');
    expect(migrate(opened(path), path, [first, second])).toEqual({ ok: true, value: { from: 0, to: 2 } });
    expect(readdirSync(directory).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('copies a journal with records before the first step, under its old schema', () => {
    const directory = temporaryFolder();
    const path = join(directory, 'journal.sqlite');
    const database = opened(path);
    migrate(database, path, [first]);
    database.run('INSERT INTO events VALUES (1, ?)', 'a payment');
    const migrated = migrate(database, path, [first, second]);
    const backup = join(directory, 'journal.schema-1.backup.sqlite');
    expect(migrated).toEqual({ ok: true, value: { from: 1, to: 2, backup } });
    expect(database.get('SELECT * FROM events')).toEqual({ sequence: 1, body: 'a payment', colour: 'grey' });
    expect(schemaOf(database)).toBe(2);
    expect(statSync(backup).mode % 0o1000).toBe(0o600);

    const copy = opened(backup);
    expect(schemaOf(copy)).toBe(1);
    expect(copy.all('SELECT * FROM events')).toEqual([{ sequence: 1, body: 'a payment' }]);
    expect(copy.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  });

  it('copies a journal from before schemas were counted', () => {
    const directory = temporaryFolder();
    const path = join(directory, 'journal.sqlite');
    const database = opened(path);
    database.exec(`${first}; INSERT INTO events VALUES (1, 'an old payment')`);
    const migrated = migrate(database, path, [second]);
    expect(migrated).toMatchObject({
      ok: true,
      value: { from: 0, to: 1, backup: join(directory, 'journal.schema-0.backup.sqlite') },
    });
  });

  it('takes a failed step back whole, keeps the steps before it, and has the copy', () => {
    const directory = temporaryFolder();
    const path = join(directory, 'journal.sqlite');
    const database = opened(path);
    migrate(database, path, [first]);
    database.run('INSERT INTO events VALUES (1, ?)', 'a payment');
    expect(() => migrate(database, path, [first, second, broken])).toThrow(/already exists/);
    expect(schemaOf(database)).toBe(2);
    expect(database.all("SELECT name FROM sqlite_schema WHERE name = 'more'")).toEqual([]);
    expect(existsSync(join(directory, 'journal.schema-1.backup.sqlite'))).toBe(true);
    // The next start tries again, and is not stopped by what the last one left.
    expect(migrate(database, path, [first, second, 'CREATE TABLE more (name TEXT)'])).toMatchObject({
      ok: true,
      value: { from: 2, to: 3 },
    });
  });

  it('refuses a newer schema', () => {
    const path = join(temporaryFolder(), 'journal.sqlite');
    const database = opened(path);
    migrate(database, path, [first, second]);
    expect(migrate(database, path, [first])).toEqual({ ok: false, failure: { kind: 'too-new', schema: 2, supported: 1 } });
  });
});
