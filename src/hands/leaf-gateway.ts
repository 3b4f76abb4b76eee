/** The gateway of one leaf: open for as long as it is at work, and what it tells of how that went (R4, T3). */

import type { AgentDecl, SandboxDecl } from '../kernel/ir.ts';
import type { Agent } from '../ports/agent.ts';
import type { BoxGateway } from '../ports/boxes.ts';
import type { ModelBill } from '../ports/gateway.ts';
import { boxId, type Work } from './hand-parts.ts';
import type { Went } from './leaf-session.ts';

export interface AskingLeaf {
  readonly agent: Agent;
  readonly decl: AgentDecl;
  readonly sandbox: SandboxDecl | null;
}

/** `null`: it asks no model. Whatever becomes of the work, its bill is told. */
export async function withGateway<T>(work: Work, { agent, decl, sandbox }: AskingLeaf, use: (gateway: BoxGateway | null) => Promise<T>): Promise<T> {
  const wires = agent.wires(decl);
  if (wires.length === 0) return use(null);
  const { allowance } = work.sheet.order;
  const gateway = await work.parts.boxes.openGateway({ id: boxId(work), sandbox, models: { wires, model: decl.model ?? null, allowance, tools: [] } });
  try {
    return await use(gateway);
  } finally {
    work.billed(await closed(gateway));
  }
}

/** `null`: what was used is not known, and nothing but that may be said of it. */
async function closed(gateway: BoxGateway): Promise<ModelBill | null> {
  try {
    return await gateway.close();
  } catch {
    return null;
  }
}

type Result = Went['result'];

/**
 * What came of a session, with what the gateway saw of it: a program that was refused its budget, or told to wait, may
 * have said so in other words, or in none. What it brought to an end stands.
 */
export function asSeen(result: Result, { told }: BoxGateway, now: number): Result {
  if (result.kind === 'ended') return result;
  if (told.isSpent()) return { kind: 'budget', text: 'the gateway refused what would have passed the budget' };
  const until = told.rateLimitedUntil();
  if (until === null || until <= now) return result;
  if (result.kind === 'rate-limit') return { ...result, until: Math.max(result.until ?? 0, until) };
  return mayBeRest(result) ? { kind: 'rate-limit', until, text: 'text' in result ? result.text : 'its time was up' } : result;
}

/** As programs end, each in its own way, when nobody answers them. */
function mayBeRest(result: Result): boolean {
  return result.kind === 'timeout' || (result.kind === 'fault' && result.why === 'provider') || (result.kind === 'stopped' && result.why === 'early');
}
