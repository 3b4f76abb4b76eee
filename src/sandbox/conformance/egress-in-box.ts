/**
 * Tries to get out from within: what is allowed, each way around it, and everything directly. A JSON object a line.
 *
 * It runs alone, in a box and, for what stays on the machine, outside of one; it imports nothing of ours.
 */

import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { writeSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { connect, type NetConnectOpts } from 'node:net';

interface Told {
  /** Where the way out is offered; `null`: this is the control, which has none and sends nothing beyond the machine. */
  readonly wayOut: { readonly port: number; readonly path: string; readonly authority: string } | null;
  /** By id, requests as they are sent. */
  readonly refusals: Readonly<Record<string, readonly string[]>>;
  /** On the host: servers that answer whoever reaches them, and the socket of another order. */
  readonly host: { readonly port: number; readonly address: string | null; readonly udpPort: number; readonly socket: string };
}

const { wayOut, refusals, host }: Told = JSON.parse(process.argv[2] ?? '');
const longestMs = 5_000;

/** `leak` is what was found; empty, nothing was. */
function tell(id: string, leak: string): void {
  writeSync(1, `${JSON.stringify({ id, ok: leak === '', detail: leak })}\n`);
}

/** What comes back for bytes that are sent as they are, until `enough` has come; `null`: nobody was reached. */
function exchange(to: NetConnectOpts, text: string, enough: RegExp): Promise<string | null> {
  return new Promise((resolve) => {
    let back: string | null = null;
    const socket = connect(to, () => {
      back = '';
      socket.write(text);
    });
    socket.setTimeout(longestMs, () => socket.destroy());
    socket.on('data', (bytes) => {
      back = (back ?? '') + String(bytes);
      if (enough.test(back)) socket.destroy();
    });
    socket.on('error', () => undefined).on('end', () => socket.destroy()).on('close', () => resolve(back));
  });
}

async function reaches(port: number, address: string): Promise<string> {
  return (await exchange({ port, host: address }, 'hello', /./)) === null ? '' : `${address}:${port} was reached`;
}

/** A connected socket hears at once that nobody is there. */
function reachesUdp(port: number, address: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const end = (leak: string): void => {
      clearTimeout(late);
      socket.close();
      resolve(leak);
    };
    const late = setTimeout(end, longestMs, `${address}:${port} took a packet`);
    socket.once('error', () => end('')).once('message', () => end(`${address}:${port} answered`));
    socket.connect(port, address, (...[error]: readonly unknown[]) => {
      if (error === undefined || error === null) socket.send('hello');
      else end('');
    });
  });
}

async function finds(name: string): Promise<string> {
  try {
    return `${name} is ${(await lookup(name)).address}`;
  } catch {
    return ''; // as it should be
  }
}

function ask(options: RequestOptions): Promise<string> {
  return new Promise((resolve) => {
    const asked = request(options, (answer) => {
      let text = `${answer.statusCode ?? 0} `;
      answer.on('data', (bytes) => { text += String(bytes); }).on('end', () => resolve(text));
    });
    asked.on('error', (error) => resolve(error.message)).end();
  });
}

const expect = (text: string, expected: string): string => (text === expected ? '' : `${JSON.stringify(text.slice(0, 200))} came back`);

async function throughWayOut({ port, path, authority }: NonNullable<Told['wayOut']>): Promise<void> {
  const way = { port, host: '127.0.0.1' };
  tell('egress.request', expect(await ask({ ...way, path: `http://${authority}/`, headers: { host: authority } }), '200 passed'));
  tell('egress.socket', expect(await ask({ socketPath: path, path: '/', headers: { host: authority } }), '200 passed'));
  const tunnelled = await exchange(way, `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\nthrough the tunnel`, /tunnel$/);
  tell('egress.tunnel', expect((tunnelled ?? '').replace(/^HTTP\/1\.1 200 .*?\r\n\r\n/s, ''), 'through the tunnel'));
  for (const [id, texts] of Object.entries(refusals)) {
    const leaks: string[] = [];
    for (const text of texts) {
      const back = await exchange(way, text, /\r\n\r\n/);
      if (back?.startsWith('HTTP/1.1 403 ') !== true) leaks.push(`${JSON.stringify(text)} got ${JSON.stringify(back?.slice(0, 100) ?? null)}`);
    }
    tell(id, leaks.join('; '));
  }
}

/** Nobody has these addresses; where there is a network, it would be asked for them. */
async function directly(): Promise<void> {
  const nobody = ['192.0.2.1', '2001:db8::1'];
  for (const [id, attempts] of Object.entries({
    'direct.others': nobody.map((address) => reaches(80, address)),
    'direct.metadata': [reaches(80, '169.254.169.254'), reaches(80, 'fd00:ec2::254')],
    'direct.dns': [...nobody.flatMap((address) => [reaches(53, address), reachesUdp(53, address)]), finds('allowed.test'), finds('example.test')],
  })) tell(id, (await Promise.all(attempts)).filter((leak) => leak !== '').join('; '));
  const { status } = spawnSync('ping', ['-c', '1', '-W', '1', '192.0.2.1'], { stdio: 'ignore' });
  tell('direct.ping', status === 0 ? 'an echo came back' : '');
}

tell('direct.loopback', (await reaches(host.port, '127.0.0.1')) || (await reaches(host.port, '::1')));
tell('direct.own-address', host.address === null ? '' : await reaches(host.port, host.address));
tell('direct.udp', await reachesUdp(host.udpPort, '127.0.0.1'));
tell('egress.other-order', (await exchange({ path: host.socket }, 'hello', /./)) === null ? '' : 'the socket of another order was reached');
if (wayOut !== null) {
  await throughWayOut(wayOut);
  await directly();
}
