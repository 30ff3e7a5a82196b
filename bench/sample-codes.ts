import { randomUUID } from 'node:crypto';
import { invariant } from '../shared/result.ts';
import type { Currency } from '../shared/currency.ts';
import { makeReferences } from '../main/electrum/references.ts';
import { createAxiosTransport } from '../main/http/axios-transport.ts';
import { systemClock } from '../main/ports/clock.ts';
import { silentLogger } from '../main/ports/logger.ts';
import { createQrClient } from '../main/qr/client.ts';
import { readIdentity } from '../main/settings/identity.ts';
import type { Service } from './service.ts';

/** What the till sends for a payment by code, made by the till's own code. */
export interface SampleCode {
  readonly tranId: string;
  /** The payment's request, to be posted. */
  readonly body: string;
}

export interface SampleCodes {
  /** Has a code made. */
  next(): Promise<SampleCode>;
  close(): void;
}

/** The provider of the simulator's codes. */
export const guid = 'dev.sim.qr';
const terminalId = 'TILL0001';

export function sampleCodes(service: Omit<Service, 'close'>): SampleCodes {
  const identity = readIdentity({}, 'demonstration');
  invariant(identity.ok, 'the demonstration has an identity');
  const transport = createAxiosTransport();
  const client = createQrClient(
    { ...service, guid, identity: identity.value, currency: 'USD' as Currency },
    { transport, clock: systemClock, logger: silentLogger, newId: randomUUID },
  );
  let counter = 0;
  return {
    async next() {
      counter += 1;
      const amountMinor = 1_000 + counter;
      const references = makeReferences({
        requestId: randomUUID(),
        terminalId,
        counter,
        atMs: Date.now(),
        basketRef: `${counter}`,
      });
      const expiresAt = new Date(Date.now() + 120_000).toISOString();
      const made = await client.createCode({ amountMinor, references, expiresAt });
      invariant(made.kind === 'created', `a code is made: ${JSON.stringify(made)}`);
      const prepared = client.preparePay(made.code, { amountMinor }, { ...references, requestId: randomUUID() });
      invariant(prepared.ok, 'the sample keeps the field rules');
      return { tranId: made.code.tranId, body: prepared.value.body };
    },
    close: () => transport.close(),
  };
}
