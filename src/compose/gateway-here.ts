/** The gateway of this machine, as the person's own configuration says it: their providers and keys, and what a day may cost. */

import { join } from 'node:path';
import { DayLedger } from '../gateway/day/day-ledger.ts';
import type { Day } from '../gateway/day/order-day.ts';
import { HostGateway } from '../gateway/host-gateway.ts';
import { hostNetwork } from '../gateway/host-network.ts';
import { orderAccounts } from '../gateway/order-accounts.ts';
import { wires } from '../gateway/wires/wires.ts';
import type { Gateway } from '../ports/gateway.ts';
import { ownMachine, type OwnSurroundings } from './own-machine.ts';

export interface GatewayHere {
  readonly gateway: Gateway;
  /** The keys that were read till now: they are kept out of what is stored or shown. */
  secrets(): readonly string[];
  close(): Promise<void>;
}

export interface GatewaySurroundings extends OwnSurroundings {
  /** Where state is kept. */
  readonly directory: string;
}

/** Throws `GatewayError` where the person's configuration is wrong. */
export function gatewayHere(surroundings: GatewaySurroundings): GatewayHere {
  const { keys, registries, day: budget } = ownMachine(surroundings);
  const now = (): number => Date.now();
  const isLimited = budget.usdMicros !== null || budget.tokens !== null;
  const ledger = isLimited ? new DayLedger({ file: join(surroundings.directory, 'days.sqlite'), budget, now }) : null;
  const day: Day | null = ledger === null ? null : { ledger, budget };
  const gateway = new HostGateway({ network: hostNetwork, keys, wires, now, accountOf: orderAccounts({ day, prices: [], now }), registries: { own: registries, keys } });
  return {
    gateway, secrets: () => keys.secrets(),
    close: () => gateway.close().finally(() => ledger?.close()),
  };
}
