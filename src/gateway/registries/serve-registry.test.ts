import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Registry, RegistryKind } from '../../ports/provider.ts';
import { HostKeys } from '../keys/keys.ts';
import { Providers } from '../server/providers.ts';
import { type RegistryHalf, serveRegistry } from './serve-registry.ts';

const servers: Server[] = [];
const providers = new Providers();
after(async () => {
  providers.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const planted = 'npm-planted-0123456789';

interface World {
  readonly gateway: string;
  readonly registry: string;
  readonly seen: readonly IncomingMessage[];
  readonly said: readonly string[];
  readonly half: RegistryHalf;
}

interface WorldOf {
  readonly speaks?: readonly RegistryKind[];
  readonly key?: string | null;
  readonly mayReach?: (host: string, port: number) => boolean;
}

async function worldOf(answer: RequestListener, { speaks = ['npm', 'pypi', 'crates', 'go', 'maven'], key = planted, mayReach = () => true }: WorldOf = {}): Promise<World> {
  const seen: IncomingMessage[] = [];
  const said: string[] = [];
  const registry = await listening((asked, answering) => {
    seen.push(asked);
    answer(asked, answering);
  });
  const own: Registry = { name: 'ours', speaks, url: new URL(`${registry}/base/`), keys: key === null ? [] : [{ from: 'env', name: 'OURS' }] };
  const keys = new HostKeys({ providers: [], env: key === null ? {} : { OURS: key }, home: null, now: () => 0 });
  const half: RegistryHalf = { registries: [own], keys, mayReach, ask: (one) => providers.ask(one), say: (line) => said.push(line), downloads: new Map() };
  const gateway = await listening((asked, answering) => void serveRegistry(half, { asked, answer: answering }, asked.url ?? ''));
  return { gateway, registry, seen, said, half };
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

async function get(url: string, { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {}): Promise<Answered> {
  const outgoing = request(url, { method, headers, agent: false }).end();
  const [incoming] = await once(outgoing, 'response') as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString('utf8') };
}

test('a package is passed back as it is; the key goes out, and nothing that the box says of itself', async () => {
  const bytes = Buffer.from('package'.repeat(30_000));
  const world = await worldOf((_, answer) => void answer.writeHead(200, { 'content-type': 'application/octet-stream', etag: '"1"', 'set-cookie': 'a=b', 'x-told': 'yes' }).end(bytes));
  const { status, headers, text } = await get(`${world.gateway}/-/npm/left-pad/-/left-pad-1.3.0.tgz`, { headers: { 'x-secret': 'code', cookie: 'c=d', authorization: 'Bearer foreign', 'user-agent': 'code', 'if-none-match': '"0"' } });
  deepEqual([status, text, headers.etag, headers['set-cookie'], headers['x-told']], [200, String(bytes), '"1"', undefined, undefined]);
  const [head] = world.seen;
  equal(head?.url, '/base/left-pad/-/left-pad-1.3.0.tgz');
  deepEqual(Object.keys(head?.headers ?? {}).toSorted(), ['accept-encoding', 'authorization', 'connection', 'host', 'if-none-match', 'user-agent']);
  deepEqual([head?.headers.authorization, head?.headers['user-agent']], [`Bearer ${planted}`, 'espalier']);
});

test('each kind of registry is shown a key in its own way', async () => {
  const shown = async (kind: RegistryKind, key: string | null, path: string): Promise<string | undefined> => {
    const world = await worldOf((_, answer) => void answer.end('{}'), { key });
    await get(`${world.gateway}/-/${kind}/${path}`);
    return world.seen[0]?.headers.authorization;
  };
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  equal(await shown('npm', 'ann:secret', 'a'), basic('ann:secret'));
  equal(await shown('pypi', planted, 'simple/six/'), basic(`__token__:${planted}`));
  equal(await shown('crates', planted, 'se/rd/serde'), planted);
  equal(await shown('maven', planted, 'a/b/c'), `Bearer ${planted}`);
  equal(await shown('go', null, 'a.example/b/@v/list'), undefined);
});

test('who may not reach the host asks nobody', async () => {
  const world = await worldOf((_, answer) => void answer.end(), { mayReach: (host) => host !== '127.0.0.1' });
  const { status, text } = await get(`${world.gateway}/-/npm/left-pad`);
  deepEqual([status, world.seen.length], [403, 0]);
  match(text, /packages of npm are not open here: the sandbox does not reach 127\.0\.0\.1:\d+/);
  deepEqual(world.said.length, 1);
});

test('what is not known to the person is asked of who is known to all, if both hosts may be reached', async () => {
  const reached: string[] = [];
  const world = await worldOf((_, answer) => void answer.end(), { speaks: ['npm'], mayReach: (host, port) => { reached.push(`${host}:${port}`); return host === 'pypi.org'; } });
  equal((await get(`${world.gateway}/-/pypi/simple/six/`)).status, 403);
  deepEqual(reached, ['pypi.org:443', 'files.pythonhosted.org:443']);
});

test('only reading, and only packages', async () => {
  const world = await worldOf((_, answer) => void answer.end());
  equal((await get(`${world.gateway}/-/npm/left-pad`, { method: 'PUT' })).status, 405);
  equal((await get(`${world.gateway}/-/npm/-/whoami`)).status, 404);
  equal((await get(`${world.gateway}/-/npm/left-pad?write=true`)).status, 404);
  equal(world.seen.length, 0);
});

test('a registry that refuses the key is told, without what it said', async () => {
  const world = await worldOf((asked, answer) => void answer.writeHead(401).end(`no: ${String(asked.headers.authorization)}`));
  for (const path of ['npm/left-pad', 'pypi/simple/six/', 'crates/config.json']) {
    const { status, text, headers } = await get(`${world.gateway}/-/${path}`);
    equal(status, 502, path);
    doesNotMatch(`${text} ${JSON.stringify(headers)} ${world.said.join(' ')}`, /planted|no: /);
  }
  match(world.said[0] ?? '', /ours: it refused the key of this machine/);
});

test('one that echoes the key is cut off', async () => {
  const world = await worldOf((asked, answer) => {
    const secret = String(asked.headers.authorization);
    const decoded = secret.startsWith('Basic ') ? Buffer.from(secret.slice(6), 'base64').toString() : secret.replace('Bearer ', '');
    if (asked.url?.includes('header') === true) answer.writeHead(200, { etag: `"${decoded}"` }).end('x');
    else answer.end(`here: ${decoded}`);
  });
  for (const path of ['npm/left-pad', 'npm/header', 'maven/a/b/c', 'pypi/simple/six/', 'pypi/simple/header/', 'pypi/packages/six.whl']) {
    const told = await get(`${world.gateway}/-/${path}`).catch(() => null);
    doesNotMatch(JSON.stringify(told), /planted/, path);
    equal(told === null || told.status === 502, true, path);
  }
});

test('nothing is followed to another place, and within the registry it leads through here', async () => {
  let location = '';
  const world = await worldOf((_, answer) => void answer.writeHead(301, { location }).end());
  const led = async (to: string): Promise<string | number | undefined> => {
    location = to;
    const { status, headers } = await get(`${world.gateway}/-/pypi/simple/Six`);
    return headers.location ?? status;
  };
  equal(await led('/base/simple/six/'), '/-/pypi/simple/six/');
  equal(await led(`${world.registry}/base/simple/six/`), '/-/pypi/simple/six/');
  for (const to of ['https://elsewhere.example/base/simple/six/', '//elsewhere.example/', '/other/simple/six/', '/base/../other/', '/base/simple/?a=b', 'http://[']) equal(await led(to), 502, to);
});

test('an index of PyPI names this route for its files', async () => {
  const world = await worldOf((asked, answer) => void answer.end(`<a href="http://${String(asked.headers.host)}/base/packages/six.whl">six</a>`));
  const { text, headers } = await get(`${world.gateway}/-/pypi/simple/six/`);
  equal(text, '<a href="/-/pypi/files/base/packages/six.whl">six</a>');
  equal(headers['content-length'], String(text.length));
  await get(`${world.gateway}/-/pypi/files/base/packages/six.whl`);
  equal(world.seen[1]?.url, '/base/packages/six.whl');
  const head = await get(`${world.gateway}/-/pypi/simple/six/`, { method: 'HEAD' });
  deepEqual([head.status, head.text, world.seen[2]?.method], [200, '', 'HEAD']);
});

test('where crates lie the registry says, and cargo is told to ask here', async () => {
  let settings = '';
  const world = await worldOf((asked, answer) => void answer.end(asked.url === '/base/config.json' ? settings : 'crate'));
  settings = JSON.stringify({ dl: `${world.registry}/files/{crate}-{version}.crate`, api: world.registry, 'auth-required': true });
  const { text } = await get(`${world.gateway}/-/crates/config.json`);
  deepEqual(JSON.parse(text), { dl: `${world.gateway}/-/crates/dl`, api: null });
  equal((await get(`${world.gateway}/-/crates/dl/serde/1.0.0/download`)).text, 'crate');
  equal(world.seen.at(-1)?.url, '/files/serde-1.0.0.crate');
  for (const bad of ['{}', 'no', JSON.stringify({ dl: 'https://elsewhere.example/' }), JSON.stringify({ dl: `${world.registry}/{prefix}/x` }), JSON.stringify({ dl: `${world.registry}/?x` })]) {
    settings = bad;
    equal((await get(`${world.gateway}/-/crates/config.json`)).status, 502, bad);
  }
});

test('what is not there is told as it is, and what is cut short does not look whole', async () => {
  const world = await worldOf((asked, answer) => {
    if (asked.url?.includes('gone') === true) return void answer.writeHead(410, { 'content-type': 'text/plain' }).end('gone');
    answer.writeHead(200, { 'content-length': 100 }).write('half');
    return void setImmediate(() => answer.destroy());
  });
  const { status, text } = await get(`${world.gateway}/-/go/a.example/gone/@v/list`);
  deepEqual([status, text], [410, 'gone']);
  equal(await get(`${world.gateway}/-/npm/left-pad`).catch(() => null), null);
  equal((await get(`${world.gateway}/-/pypi/simple/six/`)).status, 502);
});

test('what is too large is not passed on', async () => {
  const world = await worldOf((asked, answer) => {
    if (asked.url?.includes('simple') === true) return void answer.end(Buffer.alloc(67_108_865, 'a'));
    return void answer.writeHead(200, { 'content-length': 1_073_741_825 }).flushHeaders();
  });
  equal((await get(`${world.gateway}/-/npm/left-pad`)).status, 502);
  match((await get(`${world.gateway}/-/pypi/simple/six/`)).text, /answers with more than 67108864 bytes/);
});

test('a registry without the key that it was said to have is asked nothing', async () => {
  const world = await worldOf((_, answer) => void answer.end());
  const keys = new HostKeys({ providers: [], env: {}, home: null, now: () => 0 });
  const half = { ...world.half, keys };
  const gateway = await listening((asked, answer) => void serveRegistry(half, { asked, answer }, asked.url ?? ''));
  const { status, text } = await get(`${gateway}/-/npm/left-pad`);
  deepEqual([status, text, world.seen.length], [502, 'refused by the gateway: ours has no key on this machine\n', 0]);
  match(world.said[0] ?? '', /Cannot ask ours: the environment variable OURS is not set/);
});
