/** What the published program adds to starting Node: side by side under the same Node, by the clock and by the processor. */

import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { medianOf } from './journal-rounds.ts';
import { type Published, publish } from './published.ts';
import type { Row } from './row.ts';

const rounds = 31;
/** The first makes what is kept of the compiled code. */
const unmeasured = 3;
const lines = 200;
const preload = join(import.meta.dirname, 'report-cpu.cjs');
const recipe = join(import.meta.dirname, '..', 'recipes', 'feature');

interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export function rows(): Promise<readonly Row[]> {
  const published = publish();
  try {
    const file = workflowIn(published.folder);
    const contenders = [['-e', '0'], [published.door, '--version'], [published.door, 'check', file]];
    const taken: Taken[][] = contenders.map(() => []);
    for (let round = -unmeasured; round < rounds; round += 1) {
      for (const [index, args] of contenders.entries()) {
        const one = start(args, published);
        if (round >= 0) taken[index]?.push(one);
      }
    }
    const [bare = [], version = [], check = []] = taken;
    return Promise.resolve([
      ...against(bare, version, { id: 'cli-version', what: 'espalier --version', bar: 1.5 }),
      ...against(bare, check, { id: 'cli-check', what: `espalier check of ${lines} lines`, bar: 1.6 }),
    ]);
  } finally {
    published.remove();
  }
}

function start(args: readonly string[], { env }: Published): Taken {
  const began = performance.now();
  const { status, output } = spawnSync(process.execPath, ['--require', preload, ...args], { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const wallMs = performance.now() - began;
  if (status !== 0) throw new Error(`${args.join(' ')} exited ${status}`);
  return { wallMs, cpuMs: Number(output[3]) / 1_000 };
}

interface Promised {
  readonly id: string;
  readonly what: string;
  readonly bar: number;
}

function against(bare: readonly Taken[], own: readonly Taken[], { id, what, bar }: Promised): readonly Row[] {
  const row = (name: string, words: string, of: (taken: Taken) => number): Row => {
    const [base, median] = [medianOf(bare.map(of)), medianOf(own.map(of))];
    const ratio = median / base;
    return { id: name, what: `${what} ${words}`, median, unit: 'ms', against: base, ratio, bar: `ratio <= ${bar}`, holds: ratio <= bar };
  };
  return [
    row(id, 'against node -e 0', ({ wallMs }) => wallMs),
    row(`${id}-cpu`, '(processor time)', ({ cpuMs }) => cpuMs),
  ];
}

/** The recipe feature and its prompts; one of its workflows again under other names, as often as there is room. */
function workflowIn(folder: string): string {
  cpSync(recipe, join(folder, 'feature'), { recursive: true });
  const file = join(folder, 'feature', 'feature.esp');
  let text = readFileSync(file, 'utf8').trimEnd();
  const from = text.indexOf('workflow leaf-plain(');
  const workflow = text.slice(from, text.indexOf('\n}', from) + 2);
  for (let copy = 1; lengthOf(text) + lengthOf(workflow) < lines; copy += 1) {
    text += `\n\n${workflow.replace('leaf-plain', `leaf-plain-${copy}`)}`;
  }
  writeFileSync(file, `${text}${'\n# …'.repeat(Math.max(0, lines - lengthOf(text)))}\n`);
  return file;
}

function lengthOf(text: string): number {
  return text.split('\n').length;
}
