/**
 * Where a request of a sandbox may go, as pure as it is strict (DESIGN: deny by default).
 *
 * Names are compared as they are written, with those that were allowed: nothing is decoded, folded
 * or shortened first, so that what was judged and what is dialled cannot be read in two ways.
 */

import { hostFault } from '../kernel/check/host-name.ts';

export interface Authority {
  readonly host: string;
  readonly port: number;
}

export interface WayOutRules {
  /** A host that begins with `*.` stands for every name below the rest, and not for the rest itself. */
  readonly allow: readonly Authority[];
  /** Where a request to the box's own loopback leads: a host, or whoever judges, by its path. `null`: nowhere. */
  readonly base: Authority | 'here' | null;
}

/** A request's first line and its `Host` headers, as they were sent. */
export interface WayOutRequest {
  readonly method: string;
  readonly target: string;
  readonly hosts: readonly string[];
}

export type Judgement =
  | { readonly kind: 'tunnel'; readonly to: Authority }
  | { readonly kind: 'request'; readonly to: Authority; readonly path: string }
  | { readonly kind: 'here'; readonly path: string }
  | { readonly kind: 'refused'; readonly why: string };

export const tlsPort = 443;
export const plainPort = 80;
const longestShown = 200;

const refused = (why: string): Judgement => ({ kind: 'refused', why });

export function judgeRequest(request: WayOutRequest, rules: WayOutRules): Judgement {
  const { method, target, hosts } = request;
  if (hosts.length > 1) return refused('it has more than one Host header');
  if (!isPlain(target)) return refused('its target has characters that none may have');
  if (method === 'CONNECT') return judgeTunnel(request, rules);
  if (target.startsWith('/')) return judgeOrigin(request, rules);
  if (target.startsWith('http://')) return judgeAbsolute(request, rules);
  if (target.startsWith('https://')) return refused('https goes by CONNECT');
  return refused(`${shown(target)} is no path and no http address`);
}

function judgeTunnel({ target, hosts: [host] }: WayOutRequest, { allow }: WayOutRules): Judgement {
  if (!target.includes(':')) return refused(`${shown(target)} has no port`);
  const to = authorityOf(target, tlsPort);
  if (typeof to === 'string') return refused(to);
  // Some leave out the port of what they tunnel to, whichever it is.
  if (host !== undefined && host !== to.host && !isSame(authorityOf(host, tlsPort), to)) return differs(host, target);
  return isAmong(to, allow) ? { kind: 'tunnel', to } : unlisted(to);
}

function judgeAbsolute({ target, hosts: [host] }: WayOutRequest, { allow }: WayOutRules): Judgement {
  const rest = target.slice('http://'.length);
  const end = [...rest].findIndex((character) => character === '/' || character === '?');
  const [text, path] = end < 0 ? [rest, ''] : [rest.slice(0, end), rest.slice(end)];
  const to = authorityOf(text, plainPort);
  if (typeof to === 'string') return refused(to);
  if (host !== undefined && !isSame(authorityOf(host, plainPort), to)) return differs(host, text);
  return isAmong(to, allow) ? { kind: 'request', to, path: path.startsWith('/') ? path : `/${path}` } : unlisted(to);
}

/** As a server is asked: by who has the way out for a base URL, or speaks to its socket. */
function judgeOrigin({ target, hosts: [host] }: WayOutRequest, { allow, base }: WayOutRules): Judgement {
  if (host === undefined) return refused('it has no Host header');
  if (isOwn(host)) return base === null ? refused('this way out is no base URL') : base === 'here' ? { kind: 'here', path: target } : { kind: 'request', to: base, path: target };
  const to = authorityOf(host, plainPort);
  if (typeof to === 'string') return refused(to);
  return isAmong(to, allow) ? { kind: 'request', to, path: target } : unlisted(to);
}

/** What the loopback is called from within. */
function isOwn(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(host);
}

/** In words what is wrong with it, if anything is. */
export function authorityOf(text: string, defaultPort: number): Authority | string {
  const fault = hostFault(text);
  if (fault !== null) return `${shown(text)} ${fault}`;
  const [host = '', port] = text.split(':');
  return { host, port: port === undefined ? defaultPort : Number(port) };
}

function isSame(one: Authority | string, { host, port }: Authority): boolean {
  return typeof one !== 'string' && one.host === host && one.port === port;
}

/** Whether a host and port are allowed by any of these rules. */
export function isAmong(one: Authority, all: readonly Authority[]): boolean {
  return all.some(({ host, port }) => port === one.port && (host === one.host || (host.startsWith('*.') && one.host.endsWith(host.slice(1)))));
}

function unlisted({ host, port }: Authority): Judgement {
  return refused(`${host}:${port} is not among the hosts that are allowed here`);
}

function differs(host: string, target: string): Judgement {
  return refused(`its Host header, ${shown(host)}, is not its target, ${shown(target)}`);
}

/** Visible ASCII and no fragment: whoever reads it next reads the same. */
function isPlain(target: string): boolean {
  return /^[!"$-~]+$/.test(target);
}

function shown(text: string): string {
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}
