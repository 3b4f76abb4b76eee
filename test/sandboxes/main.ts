/**
 * `npm run test:sandboxes [-- [NAME…] [--json] [--no-install]]`: the conformance suite of every back-end, as root and as an
 * ordinary user, and the tests of this folder; with what they need installed, where that may be.
 *
 * Nothing passes by being skipped silently: what this machine cannot run has its reason in a line.
 */

import { parseArgs } from 'node:util';
import { backEnds } from '../../src/sandbox/back-ends.ts';
import { bringPackages } from './packages.ts';
import { runParts } from './run-parts.ts';
import { isAllGreen, rowsOf, tableText } from './table.ts';

const { values: { json: isJson = false, 'no-install': isBare = false }, positionals: names } = parseArgs({
  allowPositionals: true, options: { json: { type: 'boolean' }, 'no-install': { type: 'boolean' } },
});

async function main(): Promise<number> {
  const unknown = names.filter((name) => !backEnds.has(name));
  if (unknown.length > 0) {
    console.error(`There is no sandbox ${unknown.join(', ')}; there is ${[...backEnds.keys()].join(', ')}.`);
    return 2;
  }
  const packages = bringPackages(!isBare);
  const parts = await runParts(names);
  const isGreen = isAllGreen(parts);
  if (isJson) console.log(JSON.stringify({ ok: isGreen, packages, ...parts, rows: rowsOf(parts.suites) }));
  else console.log([...packages, tableText(parts)].join('\n'));
  return isGreen ? 0 : 1;
}

process.exitCode = await main();
