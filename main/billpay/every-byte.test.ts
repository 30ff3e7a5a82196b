import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator } from '../../simulators/billpay/start-billpay-simulator.ts';
import { createAxiosTransport } from '../http/axios-transport.ts';
import { silentLogger } from '../ports/logger.ts';
import { systemClock } from '../ports/clock.ts';
import { startFaultProxy, type Exchanged } from '../testing/fault-proxy.ts';
import type { Advice } from '../advices/advice.ts';
import type { BillService, PaymentOutcome } from './bill-service.ts';
import { createBillpayClient } from './client.ts';
import { adviceId, exampleIdentity, preparedPayment, pula, saleId, valueIn } from './testing/samples.ts';

// A line that breaks, or makes two pieces of one, at every byte there is: the e2e (`broken-bill-line.spec.ts`) takes a sample of these places.

/** The bytes of a payment and of its confirmation in both directions, as the till and the service have exchanged them. */
interface Recorded {
  readonly payment: Exchanged;
  readonly outcome: PaymentOutcome;
  readonly confirmation: Exchanged;
  readonly advice: Advice;
}

let recorded: Recorded;
beforeAll(async () => {
  recorded = await record();
});

/** To an account that takes any amount, for ever. */
const prepared = preparedPayment({
  reference: 'KP20000001',
  amountMinor: 1_200,
  biller: { id: '700045', name: 'Kgale Power' },
});

type Ending = 'stops' | 'is reset' | 'stays';

describe('an answer to a payment', () => {
  it.each(['stops', 'is reset'] as const)('that %s at any byte has not come, and the payment is reversed', async (ending) => {
    const { client, answerWith } = await openLine();
    const answer = recorded.payment['to-till'];
    const believed = await placesWhere(answer.length, async (at) => {
      answerWith([answer.slice(0, at)], ending);
      const outcome = await client.requestPayment(prepared);
      return !(outcome.kind === 'unknown' && outcome.reversalReason === 'TIMEOUT');
    });
    expect(believed).toEqual([]);
  });

  it('that comes in two pieces, cut at any byte, is the same approval', async () => {
    const { client, answerWith } = await openLine();
    const answer = recorded.payment['to-till'];
    const others = await placesWhere(answer.length + 1, async (at) => {
      answerWith([answer.slice(0, at), answer.slice(at)], 'stops');
      return JSON.stringify(await client.requestPayment(prepared)) !== JSON.stringify(recorded.outcome);
    });
    expect(others).toEqual([]);
    expect(recorded.outcome.kind).toBe('approved');
  });
});

describe('an answer to an advice', () => {
  it.each(['stops', 'is reset'] as const)('that %s at any byte is not final, and the advice goes out again', async (ending) => {
    const { client, answerWith } = await openLine();
    const answer = recorded.confirmation['to-till'];
    const believed = await placesWhere(answer.length, async (at) => {
      answerWith([answer.slice(0, at)], ending);
      return (await client.sendAdvice(recorded.advice, false)).kind !== 'not-final';
    });
    expect(believed).toEqual([]);
  });

  it('that comes in two pieces, cut at any byte, has delivered it', async () => {
    const { client, answerWith } = await openLine();
    const answer = recorded.confirmation['to-till'];
    const others = await placesWhere(answer.length + 1, async (at) => {
      answerWith([answer.slice(0, at), answer.slice(at)], 'stays');
      return (await client.sendAdvice(recorded.advice, false)).kind !== 'delivered';
    });
    expect(others).toEqual([]);
  });
});

describe('a payment request', () => {
  it.each(['stops', 'is reset'] as const)('that %s at any byte has reserved nothing', async (ending) => {
    const simulator = await service();
    const request = recorded.payment['to-service'];
    const accepted = await placesWhere(request.length, async (at) => {
      const answer = await say(simulator, [request.slice(0, at)], ending);
      return answer !== '' && !answer.startsWith('HTTP/1.1 400 ');
    });
    expect(accepted).toEqual([]);
    // What came before it has all been heard by now.
    expect(await say(simulator, [request], 'stops')).toMatch(/^HTTP\/1[.]1 201 /u);
    expect(simulator.ledger()).toMatchObject({ payments: [{ state: 'reserved' }], advices: [], conflicts: [] });
  });

  it('that comes in two pieces, cut at any byte, has reserved once', async () => {
    const simulator = await service();
    const ids: string[] = [];
    const refused = await placesWhere(recorded.payment['to-service'].length + 1, async (at) => {
      const id = randomUUID();
      ids.push(id);
      const request = recorded.payment['to-service'].replaceAll(prepared.basis.requestId, id);
      return !(await say(simulator, [request.slice(0, at), request.slice(at)], 'stops')).startsWith('HTTP/1.1 201 ');
    });
    expect(refused).toEqual([]);
    const { payments, conflicts } = simulator.ledger();
    expect(payments.map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, 'reserved']));
    expect(conflicts).toEqual([]);
  });
});

/** Each place of a text is tried in turn. @returns those of which it is true */
async function placesWhere(count: number, isSo: (at: number) => Promise<boolean>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let at = 0; at < count; at += 1) if (await isSo(at)) found.push(at);
  return found;
}

interface Line {
  readonly client: BillService;
  /** What the next request hears, each piece in a packet of its own, and how the line ends then. */
  answerWith(pieces: readonly string[], ending: Ending): void;
}

/** A client, and at the other end somebody who plays back what the service has said. */
async function openLine(): Promise<Line> {
  let next: { readonly pieces: readonly string[]; readonly ending: Ending } = { pieces: [], ending: 'stops' };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      // The bodies of these messages are one line of JSON, and end with it.
      if (heard.includes('\r\n\r\n{') && heard.endsWith('}')) void speak(socket, next.pieces, next.ending);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return {
    client: clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    answerWith: (pieces, ending) => void (next = { pieces, ending }),
  };
}

/** Says it to the service, and listens to its end. */
async function say({ port }: BillpaySimulator, pieces: readonly string[], ending: Ending): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  await speak(socket, pieces, ending);
  await closed;
  return heard;
}

async function speak(socket: Socket, pieces: readonly string[], ending: Ending): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) {
    if (piece !== '') await new Promise((resolve) => socket.write(piece, 'latin1', resolve));
    // The other end lives in this process too: a whole turn of the event loop lets it read one piece before the next one comes.
    await setImmediate();
    await setImmediate();
  }
  if (ending === 'stops') socket.end();
  if (ending === 'is reset') socket.resetAndDestroy();
}

async function service(): Promise<BillpaySimulator> {
  const simulator = await startBillpaySimulator({ currency: '072' });
  onTestFinished(() => simulator.close());
  return simulator;
}

function clientOf(url: string): BillService {
  const transport = createAxiosTransport();
  onTestFinished(() => transport.close());
  return createBillpayClient(
    { url, user: '600123', password: 'not-a-secret', identity: exampleIdentity(), currency: pula },
    { transport, clock: systemClock, logger: silentLogger },
  );
}

/** A payment and its confirmation against the real simulator, with a line in between that listens. */
async function record(): Promise<Recorded> {
  const simulator = await startBillpaySimulator({ currency: '072' });
  const line = await startFaultProxy(simulator.port);
  const transport = createAxiosTransport();
  const { url, user, password } = simulator;
  const client = createBillpayClient(
    { url: line.over(url), user, password, identity: exampleIdentity(), currency: pula },
    { transport, clock: systemClock, logger: silentLogger },
  );
  try {
    const outcome = await client.requestPayment(prepared);
    if (outcome.kind !== 'approved') throw new Error(outcome.kind);
    const payment = line.last();
    const { basis, approvedAmountMinor } = outcome;
    const tenders = [{ tenderType: 'CASH', amountMinor: approvedAmountMinor }] as const;
    const id = adviceId('feaefae8-2890-4a8b-b7ad-149094c50388');
    const advice = valueIn(client.makePaymentConfirmation({ adviceId: id, saleId, basis, tenders, approvedAmountMinor }));
    if ((await client.sendAdvice(advice, false)).kind !== 'delivered') throw new Error('the confirmation was not delivered');
    return { payment, outcome, confirmation: line.last(), advice };
  } finally {
    transport.close();
    await line.close();
    await simulator.close();
  }
}
