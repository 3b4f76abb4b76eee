/** One order, by its kind. What the world did to it is a fact; only what is a bug of ours is thrown. */

import type { ReportResult } from '../kernel/facts.ts';
import { AgentError } from '../ports/agent.ts';
import { GatewayError } from '../ports/gateway.ts';
import { RepoError } from '../ports/repo.ts';
import { SandboxError } from '../ports/sandbox.ts';
import type { Work } from './hand-parts.ts';
import { performAgent } from './perform-agent.ts';
import { performGates } from './perform-gates.ts';
import { performBase, performProbe } from './perform-landing.ts';
import { performMeasure } from './perform-measure.ts';
import { performPublish } from './perform-publish.ts';
import { performRun } from './perform-run.ts';
import { reportOfTimeUp, TimeUp } from './time-up.ts';

export async function perform(work: Work): Promise<ReportResult> {
  try {
    return await performed(work);
  } catch (error) {
    if (error instanceof GatewayError && error.until !== null) return { type: 'rate-limit', until: error.until };
    if (error instanceof TimeUp) return reportOfTimeUp(work);
    if (isOfTheWorld(error)) return { type: 'fault', text: error.message };
    throw error;
  }
}

/** T3: the machine's, the repository's or the adapter's fault, and not the leaf's. A call that the system refuses ends one order, and not those of all hands. */
export function isOfTheWorld(error: unknown): error is Error {
  if (error instanceof SandboxError || error instanceof RepoError || error instanceof AgentError || error instanceof GatewayError) return true;
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

function performed(work: Work): Promise<ReportResult> {
  const { order, step } = work.sheet;
  switch (order.kind) {
    case 'base': return performBase(work);
    case 'probe': return performProbe(work);
    case 'gate': return performGates(work);
    case 'publish': return performPublish(work);
    case 'run': case 'poll': case 'agent': case 'talk': case 'measure':
      if (step?.kind === 'run' || step?.kind === 'wait') return performRun(work, step);
      if (step?.kind === 'agent' || step?.kind === 'talk') return performAgent(work, step);
      if (step?.kind === 'measure') return performMeasure(work, step);
      throw new Error(`order ${order.id} is ${order.kind}, and its step is ${step?.kind ?? 'none'}`);
  }
}
