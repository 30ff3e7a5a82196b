import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentId } from '../../shared/ids.ts';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import { appSchemePrivileges, createAppProtocol } from './app-protocol.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillstone-app-protocol-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
});

afterAll(() => rmSync(folder, { recursive: true }));

const ask = (url: string, method = 'GET'): Promise<Response> =>
  createAppProtocol({ pagesDirectory: folder, logger: createRecordingLogger() })({ url, method });

describe('app://till/', () => {
  it.each(['app://till/', 'app://till/index.html', 'app://till/index.html?a#b'])(
    'answers %s with the page and its headers',
    async (url) => {
      const response = await ask(url);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('<!doctype html>');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it.each([
    'app://till/../../etc/passwd',
    'app://till/%2e%2e/%2e%2e/etc/passwd',
    'app://till/..\\..\\etc\\passwd',
    'app://till/index.html%00',
    'app://till//etc/passwd',
    'app://evil/index.html',
    'app://till.evil/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('has nothing at %s, and says so under the same policy', async (url) => {
    const response = await ask(url);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  it.each(['POST', 'HEAD', 'PUT'])('does not take %s', async (method) => {
    expect((await ask('app://till/', method)).status).toBe(405);
  });

  it('makes an incident of a disk that fails, and never rejects', async () => {
    const logger = createRecordingLogger();
    // A folder that cannot be a path at all stands for a disk that answers with something unexpected.
    const answer = createAppProtocol({ pagesDirectory: 'a\0b', logger, ids: { incidentId: () => 'INCIDENT' as IncidentId } });
    const response = await answer({ url: 'app://till/', method: 'GET' });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('INCIDENT');
    expect(logger.events()).toEqual(['incident']);
  });

  it('neither bypasses the policy nor lets another origin read', () => {
    expect(appSchemePrivileges).toEqual({
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    });
  });
});
