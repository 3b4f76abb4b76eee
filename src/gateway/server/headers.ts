/** Headers on their way through: those of one connection stay with it. */

import type { IncomingHttpHeaders } from 'node:http';

/** About one connection and not about the message. */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'te', 'trailer', 'upgrade', 'host'];

export function endToEnd(headers: IncomingHttpHeaders, more: readonly string[] = []): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(',').map((name) => name.trim());
  const dropped = new Set([...hopByHop, ...more, ...named.filter((name) => name !== 'transfer-encoding' && name !== 'content-length')]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
