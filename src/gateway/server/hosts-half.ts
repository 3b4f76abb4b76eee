/**
 * The hosts' half of a way out: passes on what `judgeRequest` allows, byte for byte, and refuses the rest.
 *
 * It holds no key and counts no token; what an order may reach it may send anything to. Every refusal
 * is a 403 with one line of text. No connection is made before its address was judged, and none to
 * an address that is not public, whatever name led there.
 */

import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Network } from '../../ports/way-out.ts';
import { type Authority, judgeRequest, type Judgement, type WayOutRules } from '../judge-request.ts';
import { isPublicAddress } from '../public-address.ts';
import { endToEnd } from './headers.ts';

const leastStatus = 200;

export interface HostsHalf {
  readonly rules: WayOutRules;
  readonly network: Network;
  readonly onRefused: (line: string) => void;
  /** Hears of every connection that is made: it ends with the order's socket. */
  readonly keep: (connection: Duplex) => Duplex;
}

export function judgeAsked(rules: WayOutRules, { method = '', url = '', rawHeaders }: IncomingMessage): Judgement {
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'host');
  return judgeRequest({ method, target: url, hosts }, rules);
}

export async function serveHost(half: HostsHalf, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const judgement = judgeAsked(half.rules, asked);
  if (judgement.kind !== 'request') return refuse(half, answer, judgement.kind === 'refused' ? judgement.why : 'it is no request to a host');
  const address = await addressOf(half, judgement.to);
  if (address === null) return refuse(half, answer, `${judgement.to.host} leads to no public address`);
  if (answer.destroyed) return undefined;
  passOn(half, { asked, answer, address, to: judgement.to, path: judgement.path });
}

interface Passage {
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly address: string;
  readonly to: Authority;
  readonly path: string;
}

function passOn(half: HostsHalf, { asked, answer, address, to, path }: Passage): void {
  const headers = { ...endToEnd(asked.headers), host: to.port === 80 ? to.host : `${to.host}:${to.port}` };
  // With an agent, even its own, Node would make the connection itself; host and port are for that it never does.
  const outgoing = request({ host: address, port: to.port, method: asked.method, path, headers, createConnection: () => dial(half, address, to.port) });
  outgoing.on('error', (error) => {
    if (answer.headersSent) answer.destroy();
    else endWith(answer, 502, unreachable(to, error));
  });
  outgoing.on('response', (incoming) => {
    // Its own words for the status stay behind: they may hold what no line of ours may.
    const status = incoming.statusCode ?? 0;
    if (status < leastStatus) outgoing.destroy(new Error(`it answered with the status ${status}`));
    else incoming.pipe(answer.writeHead(status, endToEnd(incoming.headers, ['transfer-encoding'])));
    // What was cut short must not look whole.
    incoming.on('error', () => undefined).on('close', () => { if (!incoming.complete) answer.destroy(); });
  });
  asked.pipe(outgoing);
  asked.on('error', () => undefined);
  answer.on('close', () => outgoing.destroy());
}

export async function tunnelToHost(half: HostsHalf, asked: IncomingMessage, caller: Duplex): Promise<void> {
  const judgement = judgeAsked(half.rules, asked);
  if (judgement.kind !== 'tunnel') return turnAway(half, caller, judgement.kind === 'refused' ? judgement.why : 'a request is no tunnel');
  const { to } = judgement;
  const address = await addressOf(half, to);
  if (address === null) return turnAway(half, caller, `${to.host} leads to no public address`);
  if (caller.destroyed) return undefined;
  const callee = dial(half, address, to.port);
  const failed = (error: Error): void => void caller.end(answerOf(502, unreachable(to, error)));
  callee.once('error', failed);
  callee.once('connect', () => {
    callee.off('error', failed);
    caller.write('HTTP/1.1 200 Connection established\r\n\r\n');
    for (const [from, into] of [[caller, callee], [callee, caller]] as const) {
      from.pipe(into);
      // Said all and heard all: what is still on its way out gets there.
      from.on('close', () => { if (!(from.readableEnded && into.readableEnded)) into.destroy(); });
    }
  });
  caller.on('close', () => { if (!caller.readableEnded) callee.destroy(); });
}

/** The first address, if every one is public: a name that leads inward as well is not trusted at all. */
async function addressOf({ network }: HostsHalf, { host }: Authority): Promise<string | null> {
  try {
    const addresses = await network.resolve(host);
    return addresses.every(isPublicAddress) ? addresses[0] ?? null : null;
  } catch {
    return null; // it leads nowhere
  }
}

function dial({ network, keep }: HostsHalf, address: string, port: number): Duplex {
  return keep(network.dial(address, port));
}

function refuse({ onRefused }: HostsHalf, answer: ServerResponse, why: string): void {
  onRefused(why);
  endWith(answer, 403, refusal(why));
}

const refusal = (why: string): string => `refused by the way out: ${why}\n`;
const unreachable = ({ host, port }: Authority, error: Error): string => `${host}:${port} cannot be reached: ${error.message}\n`;

function endWith(answer: ServerResponse, status: number, text: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

/** Of what is not, or not yet, a request: it is answered in bytes. */
export function turnAway({ onRefused }: Pick<HostsHalf, 'onRefused'>, caller: Duplex, why: string): void {
  onRefused(why);
  // What is sent on is read and dropped: a caller that is cut off mid-word does not hear why.
  if (caller.writable) caller.resume().end(answerOf(403, refusal(why)));
  else caller.destroy();
}

function answerOf(status: number, text: string): string {
  const head = [`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Bad Gateway'}`, 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close'];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
