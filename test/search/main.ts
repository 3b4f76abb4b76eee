/**
 * npm run search [-- --short | --long] [WORLD | planted | BUG …]: every state of small worlds.
 *
 * The short form, which `npm test` runs, exhausts each world with small caps and finds every
 * planted bug; the long form has larger caps. A world that is not exhausted is said to be bounded.
 * Exit code 1: something was violated (the shortest path to it is told), a bug was not found, or
 * a world of the short form was not exhausted. Exit code 2: there is no such world or bug.
 */

import { namesOrEnd } from '../../tools/tool-options.ts';
import { allJobs, jobNames, type Report } from './jobs.ts';
import { runJobs } from './run-jobs.ts';

const args = process.argv.slice(2);
const long = args.includes('--long');
const only = args.filter((arg) => arg !== '--long' && arg !== '--short');
namesOrEnd(only, jobNames());
const start = performance.now();

console.log(row(['world', 'states', 'transitions', 'seconds', '']));
const reports = await runJobs(allJobs(long, only), (report) => {
  if (report.job.kind === 'world') console.log(worldRow(report));
  else if (report.broken === null) console.log(`NOT FOUND: ${report.title}, in ${report.states} states`);
});
const worlds = reports.filter(({ job }) => job.kind === 'world');
const bugs = reports.filter(({ job }) => job.kind === 'bug');
console.log(row(['total', sum(worlds, 'states'), sum(worlds, 'transitions'), ((performance.now() - start) / 1000).toFixed(1), '']));
for (const report of worlds) if (report.broken !== null) console.log(explain(report));
const found = bugs.filter(({ broken }) => broken !== null).length;
if (bugs.length > 0) console.log(`planted bugs found: ${found}/${bugs.length}`);

const isBroken = worlds.some(({ broken }) => broken !== null);
const isUnfinished = !long && worlds.some(({ exhausted }) => !exhausted);
process.exitCode = isBroken || isUnfinished || found < bugs.length ? 1 : 0;

function worldRow(report: Report): string {
  const { title, states, transitions, seconds, exhausted, broken } = report;
  const what = broken !== null ? 'VIOLATED' : exhausted ? 'exhausted' : `bounded: ${states} states, not exhaustive`;
  return row([title, String(states), String(transitions), seconds.toFixed(1), what]);
}

function row([name = '', states = '', transitions = '', seconds = '', what = '']: readonly string[]): string {
  return `${name.padEnd(12)}${states.padStart(9)}${transitions.padStart(13)}${seconds.padStart(9)}  ${what}`.trimEnd();
}

function sum(of: readonly Report[], key: 'states' | 'transitions'): string {
  return String(of.reduce((total, report) => total + report[key], 0));
}

function explain({ title, broken }: Report): string {
  const found = (broken?.violations ?? []).map(({ rule, message }) => `  ${rule}: ${message}`);
  const path = (broken?.path ?? []).map((step, index) => `  ${index + 1}. ${step}`);
  return [`\n${title} is violated:`, ...found, 'by the shortest path:', ...path].join('\n');
}
