/**
 * The real programs of agents: `npm run test:agents [-- NAME…]`. Brings those that are missing into the
 * person's cache, tries each in runs and in a box, and prints what was tried with how long it took. `AGENTS=all` tries
 * each of their ends as well, by itself and against what it printed before.
 *
 * One that cannot be had is left out, and said to be: what is not tried is no failure, and no success.
 */

import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { agentsDirectory, installAgent } from './agent-cache.ts';
import { type PinnedAgent, pinnedAgents } from './pinned-agents.ts';
import { agentTable, type Tried } from './agent-table.ts';

async function main(names: readonly string[]): Promise<number> {
  const chosen = Object.values(pinnedAgents).filter(({ name, suite }) => names.length === 0 || names.includes(name) || names.includes(suite));
  const unknown = names.filter((name) => !chosen.some((agent) => [agent.name, agent.suite].includes(name)));
  if (unknown.length > 0) {
    console.error(`There is no agent ${unknown.join(', ')} here; there is ${Object.keys(pinnedAgents).join(', ')}.`);
    return 2;
  }
  const missing = chosen.flatMap(bring);
  const files = globSync('{.,runs}/*.test.ts', { cwd: import.meta.dirname }).filter((file) => chosen.some(({ suite }) => suite === basename(file, '.test.ts')));
  // Runs first, which take longest.
  const tried = await tryAll(files.toSorted().toReversed().map((file) => join(import.meta.dirname, file)));
  console.log(agentTable(tried));
  for (const why of missing) console.log(`LEFT OUT  ${why}`);
  return tried.some(({ end }) => end === 'failed') || tried.length === 0 ? 1 : 0;
}

function bring(agent: PinnedAgent): readonly string[] {
  const begun = performance.now();
  const installed = installAgent(agent);
  if (typeof installed === 'string') return [installed];
  console.log(`${agent.package} ${agent.version}: ${seconds(performance.now() - begun)}, in ${agentsDirectory()}`);
  return [];
}

async function tryAll(files: readonly string[]): Promise<readonly Tried[]> {
  process.env['AGENT_CHECKS'] = process.env['AGENTS'] === 'all' || process.env['REWRITE'] === '1' ? 'all' : 'runs';
  const tried: Tried[] = [];
  // They wait for each other's programs more than for the machine.
  const events = run({ files: [...files], concurrency: 2 });
  events.on('test:stdout', ({ message }) => process.stdout.write(message));
  events.on('test:pass', ({ name, skip, details }) => tried.push({ name, end: skip === undefined ? 'passed' : 'skipped', ms: details.duration_ms, why: typeof skip === 'string' ? skip : '' }));
  events.on('test:fail', ({ name, details }) => {
    tried.push({ name, end: 'failed', ms: details.duration_ms, why: String(details.error.cause ?? details.error) });
  });
  for await (const _ of events.resume()) { /* until its end */ }
  return tried;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

process.exitCode = await main(process.argv.slice(2));
