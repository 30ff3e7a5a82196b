import type { Failure } from '../../shared/failure.ts';
import { calls, type Handlers } from '../../shared/ipc/contract.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';

/**
 * Looks a call up by name, parses the request and answers. Never rejects: it is the entrance at which programmers' mistakes are caught
 * and become an incident. Neither name nor request is trusted; both come from a window.
 */
export function createDispatch(
  handlers: Handlers,
  { logger, ids }: { readonly logger: Logger; readonly ids: Pick<Ids, 'incidentId'> },
): (name: string, request: unknown) => Promise<Result<unknown, Failure>> {
  return async (name, request) => {
    try {
      // `constructor` and its like are names of every object, and calls of none.
      if (!Object.hasOwn(calls, name)) {
        logger.warn('unknown-call', { name: name.slice(0, 100) });
        return fail({ kind: 'unknown-call', name: name.slice(0, 100) });
      }
      const known = name as keyof Handlers;
      const parsed = calls[known].request.safeParse(request);
      if (!parsed.success) {
        const detail = parsed.error.issues
          .slice(0, 5)
          .map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
          .join('; ')
          .slice(0, 500);
        logger.warn('bad-call', { name, detail });
        return fail({ kind: 'bad-call', detail });
      }
      // The contract joins each name to its handler's request; the compiler cannot follow a name that is only known now.
      const handle = handlers[known] as (request: unknown) => Promise<Result<unknown, Failure>> | Result<unknown, Failure>;
      return await handle(parsed.data);
    } catch (error) {
      const incidentId = ids.incidentId();
      logger.error('incident', { incidentId, name, error });
      return fail({ kind: 'internal', incidentId });
    }
  };
}
