/**
 * What a check costs in the process: of 10,000 and 20,000 lines, and of files that are made to be slow. What the program
 * adds to starting Node is in cli-start.ts.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFile } from '../src/compose/check-files.ts';
import { medians } from './journal-rounds.ts';
import type { Row } from './row.ts';
import { nobody } from '../src/compose/compile-file.ts';

const stepsOfOne = 40;

/** A sound file of about that many lines: workflows of forty steps, each four lines. */
function fileOf(lines: number): string {
  const parts = ['espalier 1'];
  for (let workflow = 0; workflow * stepsOfOne * 4 < lines; workflow += 1) {
    const steps = Math.min(stepsOfOne, Math.ceil(lines / 4) - workflow * stepsOfOne);
    const text = Array.from({ length: steps }, (_, at) =>
      `  step s${at} {\n    run "make part-${at}"\n    ok -> ${at + 1 === steps ? 'end' : `s${at + 1}`}  fail -> halt\n  }\n`);
    parts.push(`workflow w${workflow} {\n${text.join('')}}`);
  }
  return `${parts.join('\n')}\n`;
}

const hostile: readonly (readonly [name: string, text: string])[] = [
  ['braces.esp', `espalier 1\n${'{'.repeat(1_000_000)}`],
  ['wires.esp', `espalier 1\nworkflow a { step b { wait 1m ${'ok -> c '.repeat(100_000)} } }`],
  ['words.esp', `espalier 1\n${'agnet x\n'.repeat(100_000)}`],
  ['deep.yaml', '['.repeat(1_000_000)],
  ['quotes.yaml', '"" '.repeat(300_000)],
  ['values.json', `[${'0,'.repeat(500_000)}0]`],
];

export async function rows(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  try {
    return [...await inProcess(folder), ...await slow(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inProcess(folder: string): Promise<readonly Row[]> {
  const [half, whole] = [10_000, 20_000].map((lines) => {
    const file = join(folder, `${lines}.esp`);
    writeFileSync(file, fileOf(lines));
    return file;
  });
  const [ten = Number.NaN, twenty = Number.NaN] = await medians(15, [{ round: checking(half ?? '') }, { round: checking(whole ?? '') }]);
  const ratio = twenty / ten;
  return [
    { id: 'check-large', what: 'check 10,000 lines in the process', median: ten, unit: 'ms', bar: '< 150', holds: ten < 150 },
    {
      id: 'check-linear', what: 'check 20,000 lines against 10,000', median: twenty, unit: 'ms',
      against: ten, ratio, bar: 'ratio <= 2.4', holds: ratio <= 2.4,
    },
  ];
}

async function slow(folder: string): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const [name, text] of hostile) {
    const file = join(folder, name);
    writeFileSync(file, text);
    const [median = Number.NaN] = await medians(3, [{ round: checking(file) }]);
    found.push({ id: `check-hostile-${name}`, what: `check the hostile ${name}`, median, unit: 'ms', bar: '< 1,000', holds: median < 1_000 });
  }
  return found;
}

function checking(file: string): () => Promise<number> {
  return async () => {
    const start = performance.now();
    await checkFile(file, nobody);
    return performance.now() - start;
  };
}
