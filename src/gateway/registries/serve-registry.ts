/**
 * One request for a package: judged, asked of its registry with the person's key where there is one, and passed back.
 *
 * Of the request little more than its path goes out. Nothing is followed to another host: whoever is led there would
 * be shown to it. Where an index names the host that its files lie with, it is made to name this route.
 */

import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { GatewayError } from '../../ports/gateway.ts';
import type { Registry } from '../../ports/provider.ts';
import type { RegistryKeys } from '../keys/keys.ts';
import { KeyWatch } from '../server/key-watch.ts';
import type { ProviderRequest } from '../server/providers.ts';
import { Refusal, refuse } from '../server/refuse.ts';
import { type Heard, relay } from '../server/relay.ts';
import { downloadUrl, type Downloads, settingsText } from './crates-settings.ts';
import { gather } from './gather.ts';
import { type RegistryRoute, registryPrefix, registryRoute } from './registry-route.ts';
import { behind, closedHost, type RegistryUpstream, registryUpstream } from './registry-upstreams.ts';

export interface RegistryHalf {
  /** The person's own. */
  readonly registries: readonly Registry[];
  readonly keys: RegistryKeys;
  readonly mayReach: (host: string, port: number) => boolean;
  readonly ask: (request: ProviderRequest) => ClientRequest;
  readonly say: (line: string) => void;
  /** Of a crates registry of the person's own, once it was asked. */
  readonly downloads: Downloads;
}

export interface Exchange {
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
}

/** The largest package that is passed on, and the largest index that is made to name this route. */
const mostBytes = 1_073_741_824;
const mostIndexBytes = 67_108_864;
const idleMs = 60_000;

const passedOn = ['accept', 'if-none-match', 'if-modified-since', 'range'];
const passedBack = ['content-type', 'content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified', 'cache-control'];

/** `target`: as it was asked of the box's own loopback. */
export async function serveRegistry(half: RegistryHalf, exchange: Exchange, target: string): Promise<void> {
  try {
    await serve(half, exchange, target);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    half.say(error.message);
    refuse(exchange.answer, null, error);
  }
}

async function serve(half: RegistryHalf, exchange: Exchange, target: string): Promise<void> {
  const { asked, answer } = exchange;
  asked.on('error', () => undefined).resume();
  const judged = registryRoute(asked.method ?? '', target);
  if (judged === null || !judged.ok) throw refusalOf(judged?.status ?? 404, judged?.why ?? 'this is no registry');
  const { route } = judged;
  const upstream = registryUpstream(route.kind, half.registries);
  const closed = closedHost(upstream, half.mayReach);
  if (closed !== null) throw refusalOf(403, `packages of ${route.kind} are not open here: the sandbox does not reach ${closed}`);
  const credential = await credentialOf(half, upstream, route);
  if (answer.destroyed) return;
  const asking: Asking = { half, exchange, route, upstream, credential };
  if (route.part === 'settings') return serveSettings(asking);
  const url = await urlOf(asking);
  if (route.kind === 'pypi' && route.path.startsWith('/simple/')) return serveIndex(asking, url);
  return passOn(asking, url);
}

interface Asking {
  readonly half: RegistryHalf;
  readonly exchange: Exchange;
  readonly route: RegistryRoute;
  readonly upstream: RegistryUpstream;
  readonly credential: readonly [string, string] | null;
}

const refusalOf = (status: number, message: string): Refusal => new Refusal(status, { code: 'registry', message });

async function credentialOf({ keys, say }: RegistryHalf, { own, name }: RegistryUpstream, { kind }: RegistryRoute): Promise<readonly [string, string] | null> {
  if (own === null) return null;
  try {
    return await keys.registryHeader(own, kind);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    say(error.message);
    throw refusalOf(502, `${name} has no key on this machine`);
  }
}

async function urlOf(asking: Asking): Promise<URL> {
  const { half, route, upstream } = asking;
  if (route.part !== 'files') return behind(upstream.index, route.path);
  if (route.kind !== 'crates' || upstream.own === null) return behind(upstream.files, route.path);
  const template = half.downloads.get(upstream.name) ?? await askSettings(asking);
  return downloadUrl(template, route.path);
}

/** Where crates lie: this route says so of all registries, in the form in which cargo reads it. */
async function serveSettings(asking: Asking): Promise<void> {
  const { exchange: { asked, answer }, upstream } = asking;
  if (upstream.own !== null) await askSettings(asking);
  const text = JSON.stringify({ dl: `http://${asked.headers.host ?? ''}${registryPrefix}crates/dl`, api: null });
  endWith(answer, { status: 200, headers: { 'content-type': 'application/json' } }, Buffer.from(text));
}

async function askSettings(asking: Asking): Promise<string> {
  const { half, upstream } = asking;
  const { status, body } = await gather(askOf(asking, behind(upstream.index, '/config.json'), 'GET'), 65_536).catch((error: unknown) => { throw unreachable(asking, error); });
  const template = status === 200 ? settingsText(body, upstream.index) : null;
  if (template === null) throw refusalOf(502, `${upstream.name} does not say where its crates lie, or names another host`);
  half.downloads.set(upstream.name, template);
  return template;
}

/** Its links are made to lead here; an index that is not changed is told to be so by its mark. */
async function serveIndex(asking: Asking, url: URL): Promise<void> {
  const { exchange: { asked, answer }, upstream } = asking;
  const { status, headers, body } = await gather(askOf(asking, url, asked.method ?? 'GET'), mostIndexBytes).catch((error: unknown) => { throw unreachable(asking, error); });
  const fault = headFault(asking, url, { status, headers });
  if (typeof fault === 'string') throw refusalOf(502, fault);
  const text = body.toString('utf8').replaceAll(`${upstream.files.origin}/`, `${registryPrefix}pypi/files/`);
  if (secretsOf(asking).some((secret) => text.includes(secret))) throw refusalOf(502, `the answer of ${upstream.name} held the key itself`);
  const { 'content-length': _, ...kept } = fault;
  endWith(answer, { status, headers: kept }, Buffer.from(text));
}

async function passOn(asking: Asking, url: URL): Promise<void> {
  const { half, exchange: { asked, answer }, upstream } = asking;
  const watches = secretsOf(asking).map((secret) => new KeyWatch(secret));
  let bytes = 0;
  await relay({
    outgoing: askOf(asking, url, asked.method ?? 'GET'), answer,
    onHead: (incoming): Heard | string => {
      const headers = headFault(asking, url, { status: incoming.statusCode ?? 0, headers: incoming.headers });
      if (typeof headers === 'string') return headers;
      if (Number(headers['content-length'] ?? 0) > mostBytes && asked.method !== 'HEAD') return `${url.pathname} is larger than ${mostBytes} bytes`;
      return { headers, push: (chunk) => (bytes += chunk.length) <= mostBytes && !watches.some((watch) => watch.isIn(chunk)) };
    },
    onUnheard: (why) => {
      half.say(`${upstream.name}: ${why}`);
      refuse(answer, null, refusalOf(502, `${upstream.name} cannot be used: ${why}`));
    },
  });
}

function askOf({ half, exchange: { asked }, credential }: Asking, url: URL, method: string): ClientRequest {
  const kept = Object.fromEntries(passedOn.flatMap((name) => (asked.headers[name] === undefined ? [] : [[name, asked.headers[name]]])));
  const headers: OutgoingHttpHeaders = { ...kept, 'accept-encoding': 'identity', 'user-agent': 'espalier', host: url.host };
  if (credential !== null) headers[credential[0]] = credential[1];
  const outgoing = half.ask({ method, url, headers, body: null });
  outgoing.setTimeout(idleMs, () => outgoing.destroy(new Error(`nothing came for ${idleMs} ms`)));
  return outgoing;
}

interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** What of its headers is passed back; or why nothing is. */
function headFault(asking: Asking, url: URL, { status, headers }: Head): OutgoingHttpHeaders | string {
  const { half, upstream, credential, route } = asking;
  if ((status === 401 || status === 403) && upstream.own !== null && credential !== null) {
    half.keys.forgetRegistry(upstream.own);
    return `it refused the key of this machine`;
  }
  const kept = Object.fromEntries(passedBack.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
  const leads = status >= 300 && status < 400 && headers.location !== undefined;
  if (!leads) return secretsOf(asking).some((secret) => JSON.stringify(kept).includes(secret)) ? 'its answer held the key itself' : kept;
  const location = locationOf(headers.location ?? '', { url, upstream, route });
  return location === null ? 'it leads elsewhere, and nothing is followed to another place' : { ...kept, location };
}

/** Within the registry itself; whether it is a package's path is judged when it is asked. */
function locationOf(said: string, { url, upstream, route }: { readonly url: URL; readonly upstream: RegistryUpstream; readonly route: RegistryRoute }): string | null {
  if (!URL.canParse(said, url.href)) return null;
  const to = new URL(said, url);
  const base = behind(upstream.index, '/');
  if (to.origin !== base.origin || !to.pathname.startsWith(base.pathname) || to.search !== '' || to.hash !== '') return null;
  return `${registryPrefix}${route.kind}/${to.pathname.slice(base.pathname.length)}`;
}

/** The header's value and, of a pair, its second half. */
function secretsOf({ credential }: Asking): readonly string[] {
  if (credential === null) return [];
  const [word = '', value] = credential[1].split(' ');
  if (word !== 'Basic' || value === undefined) return [value ?? word];
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return [value, pair.slice(pair.indexOf(':') + 1)].filter((secret) => secret !== '');
}

function unreachable({ upstream }: Asking, error: unknown): Refusal {
  return error instanceof Refusal ? error : refusalOf(502, `${upstream.name} cannot be used: ${error instanceof Error ? error.message : 'no answer'}`);
}

function endWith(answer: ServerResponse, { status, headers }: { readonly status: number; readonly headers: OutgoingHttpHeaders }, body: Buffer): void {
  if (answer.destroyed) return;
  const hasBody = answer.req.method !== 'HEAD' && status !== 304;
  answer.writeHead(status, hasBody ? { ...headers, 'content-length': body.length } : headers).end(hasBody ? body : undefined);
}
