/** The agents of this version as this machine has them: found by files alone, nothing is run and no key is read. */

import { findProgram } from '../agents/find-program.ts';
import { testedVersions } from '../agents/tested-versions.ts';
import { type KeyPlace, keyPlace } from '../gateway/keys/key-place.ts';
import type { AgentCapability, AgentDescription } from '../ports/capabilities.ts';
import { AgentError } from '../ports/agent.ts';
import { GatewayError } from '../ports/gateway.ts';
import { type WireName, wireNames } from '../ports/provider.ts';
import { adapters } from './adapters.ts';
import { packageOf, programNames } from './agents-here.ts';
import { ownProviders, type OwnSurroundings } from './own-machine.ts';

export interface AgentListed {
  /** As `use` names it. */
  readonly name: string;
  /** `null`: it is not there, or it has none of its own (`acp`, `command`, `scripted`). */
  readonly program: { readonly at: string; readonly version: string | null } | null;
  /** How it is to be had, where it is a program of its own. */
  readonly install: string | null;
  readonly tested: readonly { readonly program: string; readonly version: string }[];
  /** Where the keys of those are that it may ask; empty: it asks nobody. */
  readonly keys: readonly KeyPlace[];
  readonly holds: Readonly<Record<string, { readonly held: boolean; readonly how: string }>>;
}

export interface AgentsListed {
  readonly agents: readonly AgentListed[];
  /** What is wrong with the person's own configuration, of which then nothing counts. */
  readonly fault: string | null;
}

export const agentNames: readonly string[] = adapters.agents.map(({ name }) => name);

export function listAgents({ path, ...own }: OwnSurroundings & { readonly path: string }): AgentsListed {
  const { providers, fault } = providersOf(own);
  const agents = adapters.agents.map((described): AgentListed => {
    const { name } = described;
    const isProgram = programNames.includes(name);
    const found = isProgram ? findProgram(name, { path, node: process.execPath }) : null;
    return {
      name, program: found === null ? null : { at: found.command.at(-1) ?? '', version: found.version },
      install: isProgram ? `npm install --global ${packageOf[name] ?? name}@${testedVersions[name] ?? 'latest'}` : null,
      tested: testedOf(name), keys: wiresOf(described).map((wire) => keyPlace(wire, providers, own)), holds: holdsOf(described),
    };
  });
  return { agents, fault };
}

function providersOf(own: OwnSurroundings): { readonly providers: ReturnType<typeof ownProviders>; readonly fault: string | null } {
  try {
    return { providers: ownProviders(own), fault: null };
  } catch (error) {
    if (error instanceof GatewayError || error instanceof AgentError) return { providers: [], fault: error.message };
    throw error;
  }
}

const byProtocol = ['claude-agent-acp', 'codex-acp', 'gemini', 'opencode'];

function testedOf(name: string): AgentListed['tested'] {
  const programs = name === 'acp' ? byProtocol : [name];
  return programs.flatMap((program) => {
    const version = testedVersions[program];
    return version === undefined ? [] : [{ program, version }];
  });
}

/** The last two by the name of their model: one of Anthropic's is asked as theirs. */
const wiresByName: Readonly<Record<string, readonly WireName[]>> = { claude: ['messages'], codex: ['responses'], gemini: ['gemini'], opencode: ['messages', 'chat'], pi: ['messages', 'chat'] };

function wiresOf({ name, asks }: AgentDescription): readonly WireName[] {
  return asks === undefined ? [] : wiresByName[name] ?? wireNames;
}

const told: readonly (readonly [AgentCapability, string, string])[] = [
  ['resume', 'its session goes with it to its next visit', 'nothing is known of its sessions: it begins afresh'],
  ['continue', 'a session that ends without its outcome is gone on with', 'nothing is known of its sessions'],
  ['instructions', 'before its prompt', 'it is given none'],
  ['skills', 'as files that its prompt names', 'it is given none'],
  ['command', 'the workflow says which program it is', 'it is a program of its own'],
];

function holdsOf({ asks, holds }: AgentDescription): AgentListed['holds'] {
  const usage = asks === undefined ? { held: true, how: 'it asks no model' } : { held: true, how: `counted by the gateway, in tokens, and in money where its model is named${asks === 'named' ? '; without a model it asks none' : ''}` };
  return {
    usage, time: { held: true, how: 'its box ends it' }, turns: { held: false, how: 'each program counts them otherwise, and some not: give it time, tokens and money instead' },
    ...Object.fromEntries(told.map(([what, held, not]) => [what, holds.includes(what) ? { held: true, how: held } : { held: false, how: not }])),
  };
}
