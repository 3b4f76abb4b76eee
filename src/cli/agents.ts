/** `agents`: which agents there are, which of them this machine has, and what each can be held to. */

import { type AgentListed, agentNames, listAgents } from '../compose/agents-listed.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { type Line, styled, type Span } from './print/line.ts';
import { columns, table } from './print/table.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const agents: Act = async ({ isJson, arguments: asked }, terminal) => {
  const { env, home } = terminal.surroundings;
  for (const name of asked) if (!agentNames.includes(name)) throw new UsageError(`There is no agent ${name} in this version; there is ${agentNames.join(', ')}.`);
  const { agents: all, fault } = listAgents({ env, home: home(), path: env['PATH'] ?? '' });
  const found = all.filter(({ name }) => asked.length === 0 || asked.includes(name));
  if (isJson) terminal.json({ agents: found, fault });
  else if (asked.length === 0) terminal.print(...table(['agent', 'installed', 'tested', 'key', 'held to'], found.map(rowOf)));
  else terminal.print(...found.flatMap(detailsOf));
  if (fault !== null) terminal.say([styled('bad', 'Your own configuration counts for nothing: '), fault]);
  terminal.say(nextLine(env, ...(asked.length === 0 ? ['agents', 'claude'] : ['check', 'FILE'])));
  return fault === null ? exitCodes.ok : exitCodes.failed;
};

function rowOf(agent: AgentListed): readonly Span[] {
  const held = Object.entries(agent.holds).filter(([, one]) => one.held).map(([what]) => what);
  return [styled('strong', agent.name), installedOf(agent), agent.tested.length === 1 ? agent.tested[0]?.version ?? '' : agent.tested.length === 0 ? '–' : `with ${agent.tested.length}`, keyOf(agent), held.join(' ')];
}

function installedOf({ program, install }: AgentListed): Span {
  if (program !== null) return styled('good', program.version ?? 'yes');
  return install === null ? '–' : styled('dim', 'no');
}

function keyOf({ keys }: AgentListed): Span {
  if (keys.length === 0) return '–';
  const there = keys.filter(({ state }) => state !== 'missing');
  if (there.length === 0) return styled('dim', 'none');
  return [...new Set(there.map(({ provider, state }) => (state === 'there' ? provider : `${provider} (by a command)`)))].join(', ');
}

function detailsOf(agent: AgentListed): readonly Line[] {
  const { name, program, install, tested, keys, holds } = agent;
  const where = program === null ? install === null ? 'no program of its own' : `not where PATH leads; ${install}` : `${program.version ?? 'of unknown version'}, ${program.at}`;
  return [
    [styled('strong', name), `: ${where}`],
    ...(tested.length === 0 ? [] : [`  tested: ${tested.map((one) => `${one.program} ${one.version}`).join(', ')}`]),
    ...columns(keys.map(({ wire, provider, state, place }) => [`  key for ${wire}`, provider, styled(state === 'missing' ? 'bad' : 'good', state), place])),
    ...columns(Object.entries(holds).map(([what, { held, how }]) => ['  ', what, held ? styled('good', 'held') : styled('dim', 'not held'), how])),
  ];
}
