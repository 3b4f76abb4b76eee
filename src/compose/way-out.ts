/** A way out for one order, open while it runs. */

import { hostRuleFault } from '../kernel/check/host-name.ts';
import { type WayOut, wayOutPath } from '../ports/sandbox.ts';
import { hostNetwork } from '../gateway/host-network.ts';
import { proxyEnvironment } from '../gateway/proxy-environment.ts';
import { openStubWayOut } from '../gateway/stub-way-out.ts';
import type { BoxGateway, GatewayOf } from '../ports/boxes.ts';
import type { Gateway } from '../ports/gateway.ts';
import { takeWayOutPlace } from '../sandbox/order/way-out-place.ts';

/** Why a text is no host that could be reached, in words; `null` when it is one. */
export { hostRuleFault };

/** As proxies are usually found. */
const usualPort = 3_128;

export interface WayOutOf {
  readonly state: string;
  readonly id: string;
  /** `HOST`, `HOST:PORT` or `*.SUFFIX`; `null`: there is no way out. */
  readonly allow: readonly string[] | null;
  readonly onRefused: (line: string) => void;
}

export interface Leading {
  readonly wayOut: WayOut | null;
  /** What is said of it to programs. */
  readonly env: Readonly<Record<string, string>>;
}

export async function withWayOut<T>({ state, id, allow, onRefused }: WayOutOf, act: (leading: Leading) => Promise<T>): Promise<T> {
  if (allow === null) return act({ wayOut: null, env: {} });
  const { socket, leave } = takeWayOutPlace(state, id);
  try {
    const way = await openStubWayOut({ socket, allow, base: null, network: hostNetwork, onRefused });
    try {
      return await act({ wayOut: { socket, port: usualPort }, env: proxyEnvironment(usualPort) });
    } finally {
      await way.close();
    }
  } finally {
    leave();
  }
}

export interface GatewayPlace extends GatewayOf {
  readonly gateway: Gateway;
  readonly state: string;
  readonly allow: readonly string[] | null;
  readonly onSaid: (line: string) => void;
}

/** The same for one that asks a model, open until it is closed. */
export async function openGateway({ gateway, state, id, models, allow, onSaid }: GatewayPlace): Promise<BoxGateway> {
  const { socket, leave } = takeWayOutPlace(state, id);
  try {
    const opened = await gateway.open({ id, socket, allow: allow ?? [], models, onSaid });
    const access = { url: `http://127.0.0.1:${usualPort}`, socket: wayOutPath, key: opened.key };
    return { socket, access, told: opened, close: () => opened.close().finally(leave) };
  } catch (error) {
    leave();
    throw error;
  }
}

/** What a box is told of a gateway that is open for it. */
export function leadingTo({ socket }: BoxGateway, allow: readonly string[] | null): Leading {
  return { wayOut: { socket, port: usualPort }, env: allow === null ? {} : proxyEnvironment(usualPort) };
}
