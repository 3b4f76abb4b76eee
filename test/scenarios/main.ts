/**
 * `npm run scenarios [-- --rewrite] [-- PART…]`: runs the scenarios whose names hold one of the
 * parts, and prints how they differ; with `--rewrite` writes what the brain yields now.
 */

import { basename } from 'node:path';
import { rewriteScenario, runScenarioFile, scenarioDifferences } from '../../src/compose/scenario-file.ts';
import { scenarioFiles } from './scenario-files.ts';

const words = process.argv.slice(2);
const isRewriting = words.includes('--rewrite');
const parts = words.filter((word) => word !== '--rewrite');
const isWanted = (file: string): boolean => parts.length === 0 || parts.some((part) => basename(file).includes(part));
const files = scenarioFiles().filter(isWanted);
const unknown = parts.filter((part) => !files.some((file) => basename(file).includes(part)));
if (unknown.length > 0) {
  console.error(`Cannot find ${unknown.join(', ')}: no scenario has that in its name`);
  process.exit(2);
}
const counts = { same: 0, differing: 0, unread: 0 };

for (const file of files) {
  const run = runScenarioFile(file);
  if (!run.ok) {
    counts.unread += 1;
    for (const { line, message } of run.faults) console.log(`${basename(file)}:${line}: ${message}`);
    continue;
  }
  for (const line of run.broken) console.log(`${basename(file)}: ${line}`);
  const differences = scenarioDifferences(run);
  if (differences.length === 0 && run.broken.length === 0) {
    counts.same += 1;
    continue;
  }
  counts.differing += 1;
  console.log([basename(file), ...differences, ''].join('\n'));
  if (isRewriting) rewriteScenario(file, run);
}

const differing = `${counts.differing} ${isRewriting ? 'rewritten' : 'differ'}`;
console.log(`scenarios: ${files.length}, ${counts.same} as written, ${differing}, ${counts.unread} unreadable`);
process.exitCode = counts.unread > 0 || (counts.differing > 0 && !isRewriting) ? 1 : 0;
