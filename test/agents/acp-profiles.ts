/**
 * Programs that speak the Agent Client Protocol: two by themselves, two behind an adapter of its makers.
 *
 * They are begun as our own adapter begins any of them, and told nothing that it does not tell.
 */

import { acpAgent } from '../../src/agents/acp.ts';
import { homePath } from '../../src/ports/sandbox.ts';
import { bodyOf } from '../model/format.ts';
import { agentUrl, nodePath, placeholder } from './agent-box.ts';
import { agentProfiles, type AgentProfile, type Event, programOf, wordOf } from './agent-profiles.ts';
import { type PinnedAgent, pinnedAgents } from './pinned-agents.ts';

/** Below its home: the box of these tests has no other place for files. */
const place = '.acp';
const adapter = acpAgent({ path: '', node: process.execPath });
const usualEnds = ['ok', 'login', 'rate-limit', 'provider', 'budget', 'context', 'length', 'cut', 'hang'];

interface Speaker {
  readonly agent: PinnedAgent;
  /** As a person writes it after the program's name. */
  readonly args: readonly string[];
  readonly ends?: readonly string[];
  readonly asksFor?: readonly string[];
}

/** Asks the model that the program of that name asks when it is called without a person. */
function speaking(like: keyof typeof agentProfiles, { agent, args, ends = usualEnds, asksFor = [] }: Speaker): AgentProfile {
  const profile = agentProfiles[like];
  const command = [...programOf(agent), ...args].join(' ');
  return {
    ...profile, name: `acp-${like}`, agent, isVariant: true, ends, asksFor,
    call: ({ prompt, resumes }) => {
      const call = adapter.call({
        id: 'a/write.1', decl: { name: 'coder', use: 'acp', command, model: profile.model }, prompt, words: ['ok', 'fail'], returns: null, writes: true,
        directory: `${homePath}/${place}`, gateway: { url: agentUrl, socket: '', key: placeholder }, resumes,
      });
      const files = [...call.files].map(([name, text]) => [`${place}/${name}`, text] as const);
      const [, ...rest] = call.command;
      return { command: [nodePath, ...rest], env: call.env, home: Object.fromEntries([...files, ...call.home]), keeps: call.keeps, ...(call.stdin === undefined ? {} : { stdin: call.stdin }) };
    },
    sessionOf: (events) => wordOf(sessionsOf(events)[0]),
  };
}

function sessionsOf(events: readonly Event[]): readonly unknown[] {
  return events.map(({ result }) => bodyOf(result)['sessionId']).filter((id) => id !== undefined);
}

export const acpProfiles: readonly AgentProfile[] = [
  speaking('claude', { agent: pinnedAgents['claude-acp'], args: [] }),
  speaking('codex', { agent: pinnedAgents['codex-acp'], args: [], asksFor: ['github.com', 'api.github.com', 'chatgpt.com'] }),
  speaking('gemini', { agent: pinnedAgents.gemini, args: ['--acp', '--skip-trust', '-m', '"$ESPALIER_MODEL"'] }),
  speaking('opencode', { agent: pinnedAgents.opencode, args: ['acp'], ends: ['ok', 'login', 'rate-limit', 'budget'] }),
];
