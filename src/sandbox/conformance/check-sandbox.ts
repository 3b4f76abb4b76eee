/**
 * The conformance suite: what every back-end has to hold, tried on this machine, with canaries.
 *
 * The control is the same look without a box. It must leak: a check that cannot fail shows nothing.
 */

import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import type { Sandbox } from '../../ports/sandbox.ts';
import type { OpenWayOut } from '../../ports/way-out.ts';
import { insideScript } from '../inside/scripts.ts';
import { Canaries } from './canaries.ts';
import { checkCollection } from './collection.ts';
import { checkEgress } from './egress.ts';
import { endingChecks } from './endings.ts';
import { type CheckResult, runOrder } from './run-order.ts';
import { resultsOf } from './results-of.ts';
import { lookSentences } from './sentences.ts';

export type { CheckResult };

export interface Conformance {
  readonly checks: readonly CheckResult[];
  /** Ids of the checks that fail without a box. */
  readonly controlLeaks: readonly string[];
  /** What of it was left out, and why, a line each. */
  readonly notes: readonly string[];
}

export interface Checking {
  /** The state directory of the sandboxes. */
  readonly state: string;
  /** Opens what stands behind a way out: that is tried with the box, since neither holds alone. */
  readonly openWayOut: OpenWayOut;
}

export async function checkSandbox(sandbox: Sandbox, { state, openWayOut }: Checking): Promise<Conformance> {
  const canaries = await Canaries.make(state);
  // A host has things in its environment; the order must not.
  process.env[canaries.variable] = 'inherited';
  try {
    const boxed = await lookFromWithin(sandbox, canaries);
    const outside = await lookFromOutside(canaries);
    const controlLeaks = outside.filter(({ ok }) => !ok).map(({ id }) => id);
    const egress = await checkEgress(sandbox, openWayOut, canaries.directory);
    const collection = await checkCollection(sandbox, canaries.directory);
    return {
      checks: [...boxed, ...(await endingChecks(sandbox, canaries)), ...egress.checks, ...collection.checks],
      controlLeaks: [...controlLeaks, ...egress.controlLeaks, ...collection.controlLeaks],
      notes: collection.notes,
    };
  } finally {
    delete process.env[canaries.variable];
    await canaries.remove();
  }
}

async function lookFromWithin(sandbox: Sandbox, canaries: Canaries): Promise<readonly CheckResult[]> {
  const script = insideScript('in-box');
  // Its name says what language it is in.
  const inside = `/opt/espalier/${basename(script)}`;
  const inputs = [{ from: process.execPath, to: '/opt/espalier/node' }, { from: script, to: inside }];
  const told = JSON.stringify({ look: canaries.look, scratch: '/tmp' });
  const { outcome, stdout } = await runOrder(sandbox, ['/opt/espalier/node', inside, told], { inputs });
  const results = resultsOf(stdout, lookSentences);
  const isWhole = outcome.kind === 'exit' && outcome.code === 0;
  return [...results, { id: 'look.whole', says: 'The look from within came to its end.', ok: isWhole, detail: isWhole ? '' : JSON.stringify(outcome) }];
}

function lookFromOutside(canaries: Canaries): Promise<readonly CheckResult[]> {
  const told = JSON.stringify({ look: canaries.look, scratch: `${canaries.directory}/scratch` });
  return new Promise((resolve) => {
    execFile(process.execPath, [insideScript('in-box'), told], { timeout: 30_000 }, (_, stdout) => resolve(resultsOf(stdout, lookSentences)));
  });
}
