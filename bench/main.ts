/**
 * `npm run bench [-- ID… --json]`: every figure that was promised, as a table or as rows.
 *
 * Medians, side by side, never a test: the exit code is 0 whatever they say, and the table says
 * what does not hold. An ID is the beginning of a row's name, such as `kernel` or `journal-open`.
 */

import { namesOrEnd } from '../tools/tool-options.ts';
import { rows as start } from './cli-start.ts';
import { rows as append } from './journal-append.ts';
import { rows as open } from './journal-open.ts';
import { rows as gateway } from './gateway-load.ts';
import { rows as hands } from './hands-orders.ts';
import { rows as landing } from './landing-queue.ts';
import { rows as command } from './kernel-command.ts';
import { rows as kernelOpen } from './kernel-open.ts';
import { rows as languageCheck } from './language-check.ts';
import { rows as wholeRun } from './kernel-run.ts';
import { rows as repoPatch } from './repo-patch.ts';
import type { Row } from './row.ts';
import { rows as sandboxStart } from './sandbox-start.ts';
import { rows as sandboxWorkspace } from './sandbox-workspace.ts';

const benches: readonly (readonly [string, () => Promise<readonly Row[]>])[] = [
  ['kernel-command', command],
  ['kernel-run kernel-replay kernel-hash', wholeRun],
  ['kernel-open', kernelOpen],
  ['landing-gates landing-time', landing],
  ['hands-order', hands],
  ['gateway-first gateway-wall gateway-memory', gateway],
  ['journal-append journal-group', append],
  ['journal-open journal-replay journal-verify', open],
  ['cli-version cli-check', start],
  ['check', languageCheck],
  ['repo-patch repo-checkout repo-checkout-like', repoPatch],
  ['sandbox-start sandbox-many sandbox-ask', sandboxStart],
  ['sandbox-workspace sandbox-worktree sandbox-copy', sandboxWorkspace],
];

const args = process.argv.slice(2);
const wanted = args.filter((arg) => arg !== '--json');
const isNamed = (ids: string, id: string): boolean => ids.split(' ').some((own) => own.startsWith(id) || id.startsWith(own));
namesOrEnd(wanted.filter((id) => !benches.some(([ids]) => isNamed(ids, id))), benches.flatMap(([ids]) => ids.split(' ')));
const rows: Row[] = [];
for (const [ids, bench] of benches) {
  if (wanted.length > 0 && !wanted.some((id) => isNamed(ids, id))) continue;
  process.stderr.write(`measuring ${ids}\n`);
  rows.push(...await bench());
}

if (args.includes('--json')) console.log(JSON.stringify(rows));
else for (const line of table(rows)) console.log(line);

function table(found: readonly Row[]): readonly string[] {
  const cells = found.map((row) => [
    row.id, row.what, `${figure(row.median)} ${row.unit}`,
    row.against === undefined ? '' : figure(row.against), row.ratio === undefined ? '' : figure(row.ratio),
    row.bar, row.holds ? 'holds' : 'FALLS SHORT',
  ]);
  const head = ['id', 'what', 'median', 'against', 'ratio', 'bar', ''];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)));
  return [head, head.map((_, column) => '-'.repeat(widths[column] ?? 0)), ...cells]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
