import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { AxiosInstance } from 'axios';
import { fail, ok, type Result } from '../../shared/result.ts';
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

/**
 * HTTP by axios over Node's own agents. Ordinary requests share kept connections; one that must not be sent twice gets its own.
 * No redirects, no proxies, no reading of the body: what the server said is handed on word for word.
 * Whether plain HTTP to another machine is allowed is the settings' business.
 */
export function createAxiosTransport(): Transport {
  const sockets = watchSockets();
  const kept = {
    http: sockets.watch(new http.Agent(agentOptions(true))),
    https: sockets.watch(new https.Agent(agentOptions(true))),
  };
  const fresh = {
    http: sockets.watch(new http.Agent(agentOptions(false))),
    https: sockets.watch(new https.Agent(agentOptions(false))),
  };

  async function attempt(request: HttpRequest, agents: typeof kept, patience: AbortSignal | undefined): Promise<Attempt> {
    let sent: http.ClientRequest | undefined;
    try {
      const axios = await loadAxios();
      const response = await axios.request<Readable>({
        method: request.method,
        url: request.url,
        headers: headersOf(request),
        ...(request.body === undefined ? {} : { data: request.body }),
        httpAgent: agents.http,
        httpsAgent: agents.https,
        ...(patience === undefined ? {} : { signal: patience }),
        // The only thing that is done to a request on its way: it is remembered, because what became of its socket decides what a failure means.
        transport: {
          request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
            sent = (options.protocol === 'https:' ? https : http).request(options, onResponse);
            return sent;
          },
        },
      });
      const contentType: unknown = response.headers['content-type'];
      const answer = {
        status: response.status,
        contentType: typeof contentType === 'string' ? contentType : undefined,
        body: await readText(response.data),
      };
      return { result: ok(answer), wasOnKeptConnection: false };
    } catch (error) {
      const didConnect = sent?.socket ? sockets.didConnect(sent.socket) : false;
      const failure = classifyFailure({ didConnect, isOurTimeout: patience?.aborted === true, error });
      return { result: fail(failure), wasOnKeptConnection: sent?.reusedSocket === true };
    }
  }

  return {
    async exchange(request) {
      const patience = request.timeoutMs === undefined ? undefined : AbortSignal.timeout(request.timeoutMs);
      const first = await attempt(request, request.onFreshConnection ? fresh : kept, patience);
      // The server was just closing the connection that was kept. That says nothing about the service, and a question may be asked again.
      const maySayNothing = first.wasOnKeptConnection && !first.result.ok && first.result.failure.kind === 'connection-lost';
      if (!maySayNothing || request.method !== 'GET') return first.result;
      return (await attempt(request, fresh, patience)).result;
    },
    close() {
      for (const agent of [...Object.values(kept), ...Object.values(fresh)]) {
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

function agentOptions(keepAlive: boolean): https.AgentOptions {
  return { keepAlive, autoSelectFamily: true, lookup: lookupWithLocalhost };
}

/** Remembers of each socket whether its connection ever stood: listening from its making on, so that nothing comes before. */
function watchSockets(): { watch<Agent extends http.Agent>(agent: Agent): Agent; didConnect(socket: Socket): boolean } {
  const connected = new WeakSet<object>();
  return {
    watch(agent) {
      const createConnection = agent.createConnection.bind(agent);
      agent.createConnection = (options, callback) => {
        const socket = createConnection(options, callback);
        socket?.once('connect', () => {
          connected.add(socket);
          if ('setKeepAlive' in socket) (socket as Socket).setKeepAlive(true, probeAfterMs);
        });
        return socket;
      };
      return agent;
    },
    didConnect: (socket) => connected.has(socket),
  };
}

let loading: Promise<AxiosInstance> | undefined;

/** Loaded with the first request: it takes longer than everything else that a till does at its start. */
function loadAxios(): Promise<AxiosInstance> {
  loading ??= import('axios').then(({ default: axios }) =>
    axios.create({
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
      responseType: 'stream',
      transformRequest: (data: unknown) => data,
      transformResponse: (data: unknown) => data,
    }),
  );
  return loading;
}

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
