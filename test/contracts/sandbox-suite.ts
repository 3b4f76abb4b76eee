/**
 * The conformance suite on one back-end as whoever runs this: what `doctor` tries, and what needs a compiler besides,
 * the system calls one by one. With a control without a box, that has to leak.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { openStubWayOut } from '../../src/gateway/stub-way-out.ts';
import type { Sandbox, SandboxProbe } from '../../src/ports/sandbox.ts';
import { backEnds, type BackEndOptions } from '../../src/sandbox/back-ends.ts';
import { checkSandbox } from '../../src/sandbox/conformance/check-sandbox.ts';
import { type CheckResult, runOrder } from '../../src/sandbox/conformance/run-order.ts';
import { Microvm } from '../../src/sandbox/microvm/microvm.ts';
import { guestKernel } from './guest-kernel.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

/** `handed-on`: an ordinary one to whom root has handed on control groups, as systemd does. */
export type SuiteUser = 'root' | 'ordinary' | 'handed-on';

export interface SuiteReport {
  readonly backEnd: string;
  readonly user: SuiteUser;
  readonly version: string | null;
  /** Why it was not tried here, in one line; `null`: it was. */
  readonly skipped: string | null;
  readonly checks: readonly CheckResult[];
  readonly holds: SandboxProbe['holds'] | null;
  /** Ids of the checks that fail without a box, and whether those are as many as they have to be. */
  readonly leaks: readonly string[];
  readonly isControlled: boolean;
  /** What of it was left out, and why, a line each. */
  readonly notes: readonly string[];
}

/** Checks that have to fail without a box; an ordinary user can do less to begin with. */
const leastLeaks = { 'root': 40, 'ordinary': 25, 'handed-on': 25 };

const untried = { version: null, checks: [], holds: null, leaks: [], isControlled: false, notes: [] };

export async function runSuite(backEnd: string, user: SuiteUser): Promise<SuiteReport> {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  const nothing = { backEnd, user, ...untried };
  try {
    const state = join(directory.path, 'state');
    const sandbox = sandboxOf(backEnd, { state, path: process.env['PATH'] ?? '' });
    if (sandbox === undefined) return { ...nothing, skipped: 'there is no sandbox of this name' };
    const { usable, why, version, holds } = await sandbox.probe();
    if (!usable) return { ...nothing, version, skipped: (why ?? 'it cannot be used here').replaceAll('\n', ' ') };
    const { checks, controlLeaks, notes } = await checkSandbox(sandbox, { state, openWayOut: openStubWayOut });
    const calls = await systemCalls(sandbox, directory.path);
    const leaks = [...controlLeaks, ...calls.leaks];
    const isControlled = leaks.length >= leastLeaks[user];
    return { backEnd, user, version, skipped: null, checks: [...checks, ...calls.checks], holds, leaks, isControlled, notes: [...notes, ...calls.notes] };
  } finally {
    directory.remove();
  }
}

/** Guests boot the kernel that was fetched for them: where this machine has none to read, that is not why there is no guest. */
function sandboxOf(backEnd: string, options: BackEndOptions): Sandbox | undefined {
  const kernel = guestKernel();
  if (backEnd === 'microvm' && typeof kernel !== 'string') return new Microvm({ ...options, kernel });
  return backEnds.get(backEnd)?.(options);
}

/** Of a suite that could not be begun. */
export function skippedAs(backEnd: string, user: SuiteUser, why: string): SuiteReport {
  return { backEnd, user, ...untried, skipped: why };
}

export function isGreen({ checks, skipped, isControlled }: SuiteReport): boolean {
  return skipped !== null || (isControlled && checks.every(({ ok }) => ok));
}

interface Calls {
  readonly checks: readonly CheckResult[];
  readonly leaks: readonly string[];
  readonly notes: readonly string[];
}

async function systemCalls(sandbox: Sandbox, directory: string): Promise<Calls> {
  const program = join(directory, 'system-calls');
  const built = spawnSync('cc', ['-O1', '-o', program, join(import.meta.dirname, 'system-calls.c')], { encoding: 'utf8' });
  if (built.status !== 0) {
    return { checks: [], leaks: [], notes: [`the single system calls: ${built.error?.message ?? built.stderr.trim().replaceAll('\n', ' ')}`] };
  }
  const boxed = await runOrder(sandbox, ['/opt/calls'], { inputs: [{ from: program, to: '/opt/calls' }] });
  const outside = spawnSync(program, [], { encoding: 'utf8', timeout: 30_000 }).stdout;
  const checks = linesOf(boxed.stdout).map(([name = '', how]) => ({
    id: `call.${name}`, says: 'This system call is refused.', ok: how === 'refused', detail: 'it works',
  }));
  const leaks = linesOf(outside).filter(([, how]) => how === 'works').map(([name = '']) => `call.${name}`);
  const isWhole = checks.length === linesOf(outside).length && checks.length > 0;
  return { checks: [...checks, { id: 'call.whole', says: 'Each call was tried.', ok: isWhole, detail: JSON.stringify(boxed.outcome) }], leaks, notes: [] };
}

function linesOf(text: string): readonly (readonly string[])[] {
  return text.split('\n').filter((line) => line !== '').map((line) => line.split(' '));
}
