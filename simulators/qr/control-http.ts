import { contentOf, serveControlRequest, showPage, showPageAgain, tell, tellUnknown } from '../common/control-exchange.ts';
import type { ReadExchange } from '../common/http-answer.ts';
import { readRefusal } from '../common/read-fields.ts';
import { controlPage, livePart, readForm } from './control-page.ts';
import type { QrControl } from './control.ts';
import { pageScript } from './page-script.ts';
import { readId, readScanWish, readScript, readSettings, readStandingScript } from './read-script.ts';

/** The control interface over HTTP. */
export function serveControl(control: QrControl, exchange: ReadExchange, now: () => number): Promise<void> {
  return serveControlRequest(exchange, async (operation) => {
    switch (operation) {
      case 'GET ':
        return showPage(exchange, controlPage(control, now()), pageScript);
      case 'GET live':
        return showPage(exchange, livePart(control, now()));
      case 'GET ledger':
        return tell(exchange, 200, control.ledger());
      case 'GET requests':
        return tell(exchange, 200, control.requests());
      case 'GET state':
        return tell(exchange, 200, control.state());
      case 'POST next':
        control.next(readScript(contentOf(exchange)));
        return tell(exchange, 200, control.state());
      case 'POST always':
        control.always(readStandingScript(contentOf(exchange)));
        return tell(exchange, 200, control.state());
      case 'POST settings':
        control.set(readSettings(contentOf(exchange)));
        return tell(exchange, 200, control.state());
      case 'POST scan': {
        const result = control.scan(readScanWish(contentOf(exchange)));
        return tell(exchange, result.isAccepted ? 200 : 409, result);
      }
      case 'POST reset':
        await control.reset();
        return tell(exchange, 200, control.state());
      case 'POST occupy':
        control.occupy(readId(contentOf(exchange)));
        return tell(exchange, 200, control.state());
      case 'POST release': {
        const released = control.release();
        return tell(exchange, released > 0 ? 200 : 409, released > 0 ? { released } : { error: 'no request is held' });
      }
      case 'POST refuse': {
        const refusal = readRefusal(contentOf(exchange));
        exchange.response.setHeader('Connection', 'close');
        await tell(exchange, 200, { refusingForMs: refusal.forMs });
        return control.refuse(refusal);
      }
      case 'POST form':
        await readForm(control, new URLSearchParams(exchange.body));
        return showPageAgain(exchange);
      default:
        return tellUnknown(exchange);
    }
  });
}
