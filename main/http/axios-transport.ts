import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import tls, { type SecureContext } from 'node:tls';
import type { AxiosAdapter, AxiosHeaders } from 'axios';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { isCertificateAuthority } from './certificate-authority.ts';
import { answerTooLarge, classifyFailure } from './classify.ts';
import { lookupWithLocalhost } from './localhost.ts';
import type { HttpAnswer, HttpRequest, Transport, TransportFailure } from './transport.ts';

/** No proper answer of any of the protocols comes near it; what is larger is not read to its end. */
const maximumAnswerBytes = 1024 * 1024;

/**
 * On a connection that is quiet for minutes the system asks this often whether the other side is still there:
 * a machine that lost its power never says goodbye, and the till would wait for ever.
 */
const probeAfterMs = 20_000;

/** After the patience, listening goes on this long [ours]: an answer that is later still explains nothing any more, and a connection is worth something. */
const listenOnMs = 5 * 60_000;

export interface AxiosTransportSettings {
  /** PEM, one certificate or several: who may vouch for a service besides those whom the system trusts. Checked with the settings, by `isCertificateAuthority`. */
  readonly certificateAuthority?: string;
  /** By which patience ends. */
  readonly clock?: Pick<Clock, 'after'>;
}

/**
 * HTTP by axios over Node's own agents. Ordinary requests share kept connections; one that must not be sent twice gets its own.
 * No redirects, no proxies, no reading of the body: what the server said is handed on word for word.
 * Whether plain HTTP to another machine is allowed is the settings' business.
 */
export function createAxiosTransport({ certificateAuthority, clock = systemClock }: AxiosTransportSettings = {}): Transport {
  const sockets = watchSockets();
  // Made once: with the authorities as plain options every new connection would read all of them again.
  const trust = certificateAuthority === undefined ? {} : { secureContext: trusting(certificateAuthority) };
  const agents = (keepAlive: boolean): Agents => ({
    http: sockets.watch(new http.Agent(agentOptions(keepAlive)), 'connect'),
    // Before TLS is agreed, not one byte of the request can be read by anybody.
    https: sockets.watch(new https.Agent({ ...agentOptions(keepAlive), ...trust }), 'secureConnect'),
  });
  const kept = agents(true);
  const fresh = agents(false);
  /** Those who have lost their patience, and listen for the log alone. */
  const listening = new Set<AbortController>();
  let isClosed = false;

  async function attempt(request: HttpRequest, agents: Agents, progress: Progress): Promise<Attempt> {
    try {
      const { send, Headers } = await loadAxios();
      const response = await send({
        ...fixed,
        method: request.method,
        url: request.url,
        headers: new Headers(headersOf(request)),
        ...(request.body === undefined ? {} : { data: request.body }),
        httpAgent: agents.http,
        httpsAgent: agents.https,
        signal: progress.patience.signal,
        // The only thing that is done to a request on its way: it is remembered, because what became of its socket decides what a failure means.
        transport: {
          request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
            progress.sent = (options.protocol === 'https:' ? https : http).request(options, onResponse);
            // The last byte was handed to the system: with TLS not before it was agreed.
            return progress.sent.once('finish', () => tellSent(progress));
          },
        },
      });
      const contentType: unknown = response.headers['content-type'];
      const answer = {
        status: response.status,
        contentType: typeof contentType === 'string' ? contentType : undefined,
        body: await readText(response.data as Readable),
      };
      return { result: ok(answer), wasOnKeptConnection: false };
    } catch (error) {
      const failure = classifyFailure({
        didConnect: didConnect(progress),
        isOurTimeout: progress.patience.signal.aborted,
        error,
      });
      return { result: fail(failure), wasOnKeptConnection: progress.sent?.reusedSocket === true };
    }
  }

  function didConnect({ sent }: Progress): boolean {
    return sent?.socket ? sockets.didConnect(sent.socket) : false;
  }

  /** Once, and only while whoever asked still waits for the end. */
  function tellSent(progress: Progress): void {
    const { onSent } = progress;
    if (!onSent || !didConnect(progress)) return;
    delete progress.onSent;
    onSent();
  }

  async function converse(request: HttpRequest, progress: Progress): Promise<Result<HttpAnswer, TransportFailure>> {
    const first = await attempt(request, request.onFreshConnection ? fresh : kept, progress);
    // The server was just closing the connection that was kept. That says nothing about the service, and a question may be asked again.
    const maySayNothing = first.wasOnKeptConnection && !first.result.ok && first.result.failure.kind === 'connection-lost';
    const { result } = maySayNothing && request.method === 'GET' ? await attempt(request, fresh, progress) : first;
    delete progress.onSent;
    return result;
  }

  /** The answer, or at the end of the patience a failure; a late answer goes to whoever asked for it. */
  function withPatience(request: HttpRequest, timeoutMs: number): Promise<Result<HttpAnswer, TransportFailure>> {
    const progress = progressOf(request);
    const { patience } = progress;
    const { onLateAnswer } = request;
    return new Promise((resolve) => {
      let stopListening = (): void => {};
      const stopWaiting = clock.after(timeoutMs, () => {
        // What has not left yet must not leave later, when nobody knows of it any more.
        if (!onLateAnswer || !didConnect(progress)) {
          patience.abort();
          return;
        }
        listening.add(patience);
        stopListening = clock.after(listenOnMs, () => patience.abort());
        delete progress.onSent;
        resolve(fail({ kind: 'timed-out', mayHaveTakenEffect: true, detail: 'STILL_LISTENING' }));
      });
      void converse(request, progress).then((result) => {
        stopWaiting();
        stopListening();
        if (!listening.delete(patience)) resolve(result);
        else if (!isClosed) onLateAnswer?.(result);
      });
    });
  }

  return {
    exchange(request) {
      return request.timeoutMs === undefined ? converse(request, progressOf(request)) : withPatience(request, request.timeoutMs);
    },
    close() {
      isClosed = true;
      for (const patience of listening) patience.abort();
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) {
        // Only the idle ones: on another a customer may be paying.
        for (const idle of Object.values(agent.freeSockets)) for (const socket of idle ?? []) socket.destroy();
      }
    },
  };
}

interface Attempt {
  readonly result: Result<HttpAnswer, TransportFailure>;
  readonly wasOnKeptConnection: boolean;
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** How far an exchange is. */
interface Progress {
  readonly patience: AbortController;
  sent?: http.ClientRequest;
  /** Gone as soon as it was told, or there is nothing more to tell. */
  onSent?: () => void;
}

function progressOf({ onSent }: HttpRequest): Progress {
  return { patience: new AbortController(), ...(onSent ? { onSent } : {}) };
}

function trusting(certificateAuthority: string): SecureContext {
  invariant(isCertificateAuthority(certificateAuthority), 'the additional certificate authority was checked with the settings');
  return tls.createSecureContext({ ca: [...tls.getCACertificates('default'), certificateAuthority] });
}

function agentOptions(keepAlive: boolean): https.AgentOptions {
  return { keepAlive, autoSelectFamily: true, lookup: lookupWithLocalhost };
}

interface SocketWatch {
  /** @param event says that the connection stands: from then on bytes of a request may leave. */
  watch<Agent extends http.Agent>(agent: Agent, event: 'connect' | 'secureConnect'): Agent;
  didConnect(socket: Socket): boolean;
}

/** Remembers of each socket whether its connection ever stood: listening from its making on, so that nothing comes before. */
function watchSockets(): SocketWatch {
  const connected = new WeakSet<object>();
  return {
    watch(agent, event) {
      const createConnection = agent.createConnection.bind(agent);
      agent.createConnection = (options, callback) => {
        const socket = createConnection(options, callback);
        socket?.once(event, () => {
          connected.add(socket);
          if ('setKeepAlive' in socket) probeWhenQuiet(socket as Socket);
        });
        return socket;
      };
      return agent;
    },
    didConnect: (socket) => connected.has(socket),
  };
}

/** For as long as it lives: the agent and axios would each set a time of their own with every request that it carries. */
function probeWhenQuiet(socket: Socket): void {
  socket.setKeepAlive(true, probeAfterMs);
  socket.setKeepAlive = () => socket;
}

interface Axios {
  readonly send: AxiosAdapter;
  readonly Headers: typeof AxiosHeaders;
}

let loading: Promise<Axios> | undefined;

/**
 * Loaded with the first request: it takes longer than everything else that a till does at its start. Of axios only its adapter for Node is used:
 * what it does around that (defaults merged, interceptors, bodies transformed) takes as long as the exchange itself, and would change nothing here.
 */
function loadAxios(): Promise<Axios> {
  loading ??= import('axios').then((axios) => ({ send: axios.getAdapter('http'), Headers: axios.AxiosHeaders }));
  return loading;
}

/** Of every request. */
const fixed = { maxRedirects: 0, proxy: false, validateStatus: () => true, responseType: 'stream' } as const;

function headersOf({ basicAuth, body }: HttpRequest): Record<string, string> {
  return {
    Accept: 'application/json',
    'User-Agent': 'Tillstone',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
    // UTF-8 by RFC 7617, 2.1: axios' own way depends on the host's `btoa`, which knows Latin-1 only.
    ...(basicAuth === undefined
      ? {}
      : { Authorization: `Basic ${Buffer.from(`${basicAuth.user}:${basicAuth.password}`, 'utf8').toString('base64')}` }),
  };
}

/** Reads a body as UTF-8, whatever its content type says. One that is cut off rejects, and so does one that is too large. */
async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumAnswerBytes) throw Object.assign(new Error('the answer is too large'), { code: answerTooLarge });
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(chunks));
}
