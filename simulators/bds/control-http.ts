import { controlPage, readForm } from './control-page.ts';
import type { BdsControl } from './control.ts';
import { send } from './deliver-answer.ts';
import { readRefusal, readRelease, readScript, readStandingScript, ScriptError } from './read-script.ts';
import type { ServiceRequest } from './service.ts';

export const controlPath = '/_control';

/** The control interface over HTTP. It needs no password, and therefore serves this machine only. */
export async function serveControl(control: BdsControl, exchange: ServiceRequest): Promise<void> {
  if (!isFromThisMachine(exchange)) {
    await tell(exchange, 403, { error: 'the control interface serves this machine only' });
    return;
  }
  try {
    await act(control, exchange);
  } catch (error) {
    if (!(error instanceof ScriptError || error instanceof SyntaxError)) throw error;
    await tell(exchange, 400, { error: error.message });
  }
}

async function act(control: BdsControl, exchange: ServiceRequest): Promise<void> {
  const operation = exchange.path.slice(controlPath.length).replace(/^\/|\/$/gu, '');
  switch (`${exchange.method} ${operation}`) {
    case 'GET ':
      return void (await send(exchange, 200, controlPage(control), 'text/html; charset=utf-8', pageHeaders));
    case 'GET ledger':
      return tell(exchange, 200, control.ledger());
    case 'GET requests':
      return tell(exchange, 200, control.requests());
    case 'GET state':
      return tell(exchange, 200, control.state());
    case 'POST next':
      control.next(readScript(bodyOf(exchange)));
      return tell(exchange, 200, control.state());
    case 'POST always':
      control.always(readStandingScript(bodyOf(exchange)));
      return tell(exchange, 200, control.state());
    case 'POST reset':
      await control.reset();
      return tell(exchange, 200, control.state());
    case 'POST release': {
      const released = control.release(readRelease(bodyOf(exchange)).customer);
      return tell(exchange, released ? 200 : 409, released ? { released } : { error: 'no customer is held' });
    }
    case 'POST refuse': {
      const refusal = readRefusal(bodyOf(exchange));
      exchange.response.setHeader('Connection', 'close');
      await tell(exchange, 200, { refusingForMs: refusal.forMs });
      return control.refuse(refusal);
    }
    case 'POST form':
      await readForm(control, new URLSearchParams(exchange.body));
      return void (await send(exchange, 303, '', 'text/plain', { Location: controlPath }));
    default:
      return tell(exchange, 404, { error: `there is no ${exchange.method} ${exchange.path}` });
  }
}

const pageHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
};

async function tell(exchange: ServiceRequest, status: number, content: unknown): Promise<void> {
  await send(exchange, status, `${JSON.stringify(content, undefined, 2)}\n`, 'application/json; charset=utf-8', {
    'Cache-Control': 'no-store',
  });
}

/** No body says the same as an empty object. */
function bodyOf({ body }: ServiceRequest): unknown {
  return body.trim() === '' ? {} : JSON.parse(body);
}

const loopbackAddress = /^(?:127\.|::1$|::ffff:127\.)/u;
const loopbackName = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/u;

/** A page of another site, in this machine's browser, is not this machine: its name and its origin give it away. */
function isFromThisMachine({ request }: ServiceRequest): boolean {
  const { host, origin } = request.headers;
  return (
    loopbackAddress.test(request.socket.remoteAddress ?? '') &&
    loopbackName.test(host ?? '') &&
    (origin === undefined || origin === `http://${host}`)
  );
}
