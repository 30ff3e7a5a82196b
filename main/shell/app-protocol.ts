import type { CustomScheme } from 'electron';
import { answerPage } from '../pages/answer-page.ts';
import { securityHeaders } from '../pages/security-headers.ts';
import { randomIds, type Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { appScheme, isOwnUrl } from './app-origin.ts';

/**
 * Told to Electron before it is ready. `standard` gives the scheme an origin and relative addresses, `secure` makes it equal to https,
 * `codeCache` keeps compiled scripts. It does not bypass the policy, and no other origin may read from it.
 */
export const appSchemePrivileges: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

export interface AppProtocolParts {
  /** The folder of the built window. */
  readonly pagesDirectory: string;
  readonly logger: Logger;
  readonly ids?: Pick<Ids, 'incidentId'>;
}

/** Answers requests for `app://till/…` with the window's files. Never rejects. */
export function createAppProtocol({
  pagesDirectory,
  logger,
  ids = randomIds,
}: AppProtocolParts): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    try {
      if (method !== 'GET') return refuse(405, 'This address does not take that method.');
      if (!isOwnUrl(url)) return refuse(404, 'There is no such page.');
      const { status, headers, body } = await answerPage(pagesDirectory, new URL(url).pathname);
      return new Response(body, { status, headers });
    } catch (error) {
      const incidentId = ids.incidentId();
      logger.error('incident', { incidentId, error });
      return refuse(500, `Something went wrong inside the till. Incident ${incidentId}`);
    }
  };
}

function refuse(status: number, text: string): Response {
  const headers = { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(`${text}\n`, { status, headers });
}
