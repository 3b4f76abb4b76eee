/** A way out to hosts alone: for commands that ask no model. */

import type { OpenedWayOut, WayOutOptions } from '../ports/way-out.ts';
import { allowRules, ruleOf } from './allow-rules.ts';
import { type HostsHalf, serveHost, tunnelToHost, turnAway } from './server/hosts-half.ts';
import { OrderSocket } from './server/order-socket.ts';

/** A rule that is none is a fault of who opens it. */
export async function openStubWayOut({ socket, allow, base, network, onRefused }: WayOutOptions): Promise<OpenedWayOut> {
  const rules = { allow: allowRules(allow), base: base === null ? null : ruleOf(base) };
  const half: HostsHalf = { rules, network, onRefused, keep: (connection) => opened.keep(connection) };
  const opened = await OrderSocket.open(socket, {
    request: (asked, answer) => serveHost(half, asked, answer),
    tunnel: (asked, caller) => tunnelToHost(half, asked, caller),
    unreadable: (caller) => turnAway(half, caller, 'it cannot be read as a request'),
  });
  return { close: () => opened.close() };
}
