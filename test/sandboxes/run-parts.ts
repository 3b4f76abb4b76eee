/** The parts of the run, two at a time, each a process of its own: a part that dies is a part that failed. */

import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { backEnds } from '../../src/sandbox/back-ends.ts';
import type { SuiteReport, SuiteUser } from '../contracts/sandbox-suite.ts';

const root = join(import.meta.dirname, '../..');
/** What makes control groups itself: only there may it change something that they were handed on. */
const limitedByGroups: readonly string[] = ['bubblewrap', 'gvisor'];
const atOnce = 2;
/** A guard against what hangs; a busy machine is slow. */
const longestMs = 15 * 60_000;
/** Registries and compilers take their time. */
const longestTestsMs = 30 * 60_000;

export interface Suite {
  readonly backEnd: string;
  readonly user: SuiteUser;
  /** In words, when it told nothing. */
  readonly report: SuiteReport | string;
  readonly seconds: number;
}

export interface TestRun {
  readonly passed: number;
  readonly failed: number;
  /** Name and reason. */
  readonly skipped: readonly string[];
  readonly output: string;
  readonly seconds: number;
}

export interface Parts {
  readonly suites: readonly Suite[];
  readonly tests: TestRun;
}

export async function runParts(names: readonly string[]): Promise<Parts> {
  const users: readonly SuiteUser[] = process.getuid?.() === 0 ? ['root', 'ordinary', 'handed-on'] : ['ordinary'];
  const pairs = [...backEnds.keys()].filter((name) => names.length === 0 || names.includes(name))
    .flatMap((backEnd) => users.map((user) => ({ backEnd, user }))).filter(({ backEnd, user }) => user !== 'handed-on' || limitedByGroups.includes(backEnd));
  const suites = new Map<object, Suite>();
  let tests: TestRun = { passed: 0, failed: 0, skipped: [], output: '', seconds: 0 };
  const waiting: (() => Promise<void>)[] = [
    ...(names.length === 0 ? [async (): Promise<void> => { tests = await runTests(); }] : []),
    ...pairs.map((pair) => async (): Promise<void> => { suites.set(pair, await runSuiteOf(pair)); }),
  ];
  const lane = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await part();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { suites: pairs.flatMap((pair) => suites.get(pair) ?? []), tests };
}

async function runSuiteOf({ backEnd, user }: { backEnd: string; user: SuiteUser }): Promise<Suite> {
  const { output, errors, seconds } = await run([join(root, 'test/contracts/sandbox-conformance.ts'), backEnd, '--as', user, '--json']);
  const line = output.split('\n').find((one) => one.startsWith('{'));
  const report: SuiteReport | string = line === undefined ? `it told nothing: ${errors.trim().slice(-2_000)}` : JSON.parse(line);
  return { backEnd, user, report, seconds };
}

async function runTests(): Promise<TestRun> {
  const files = globSync('test/sandboxes/**/*.test.ts', { cwd: root }).toSorted().map((file) => join(root, file));
  if (files.length === 0) return { passed: 0, failed: 0, skipped: [], output: '', seconds: 0 };
  const { output, errors, seconds, code } = await run(['--test', '--test-reporter=tap', '--test-concurrency=1', ...files], longestTestsMs);
  const count = (word: string): number => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const skipped = [...output.matchAll(/^ *ok \d+ - (.*?) # SKIP ?(.*)$/gm)].map(([, name = '', why = '']) => `${name}: ${why === '' ? 'it gives no reason' : why}`);
  const failed = count('fail') + count('cancelled');
  // What died before its summary has failed, whatever it told until then.
  return { passed: count('pass'), failed: code === 0 ? failed : Math.max(failed, 1), skipped, output: output + errors, seconds };
}

interface Run {
  readonly output: string;
  readonly errors: string;
  readonly code: number | null;
  readonly seconds: number;
}

/** What is ended because it takes too long says so: it may have told nothing else. */
export function run(args: readonly string[], timeout: number = longestMs): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout, killSignal: 'SIGKILL' });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (bytes) => { output += String(bytes); });
  child.stderr.on('data', (bytes) => { errors += String(bytes); });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      const ms = performance.now() - start;
      if (signal !== null) errors += `\nended by ${signal}${ms >= timeout ? `: it still ran after ${timeout / 1_000} s` : ''}`;
      resolve({ output, errors, code, seconds: ms / 1_000 });
    });
  });
}
