/** Programs that speak the Agent Client Protocol: two by themselves, two behind an adapter of its makers. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../src/ports/sandbox.ts';
import { agentUrl, nodePath, placeholder } from './agent-box.ts';
import { agentProfiles, type AgentProfile, type Event, programOf, wordOf } from './agent-profiles.ts';
import { bodyOf } from '../model/format.ts';
import { type PinnedAgent, pinnedAgents } from './pinned-agents.ts';

const driver = readFileSync(join(import.meta.dirname, 'acp-driver.ts'), 'utf8');
const driverPath = '.acp/driver.ts';
const usualEnds = ['ok', 'login', 'rate-limit', 'provider', 'budget', 'context', 'length', 'cut', 'hang'];

interface Speaker {
  readonly agent: PinnedAgent;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How it asks for what it is allowed to do without asking. */
  readonly sets: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
  readonly authenticates: string | null;
  readonly ends?: readonly string[];
  readonly asksFor?: readonly string[];
}

/** Like the program of that name when it is called without a person, but for what differs. */
function speaking(like: keyof typeof agentProfiles, { agent, args, env, sets, authenticates, ends = usualEnds, asksFor = [] }: Speaker): AgentProfile {
  const profile = agentProfiles[like];
  const { home } = profile.call({ prompt: '', resumes: null });
  return {
    ...profile, name: `acp-${like}`, agent, isVariant: true, ends, asksFor,
    call: ({ prompt, resumes }) => {
      const settings = { prompt, directory: workspacePath, authenticates, resumes, sets };
      const command = ['sh', '-c', `exec "$0" "$HOME/${driverPath}" "$@"`, nodePath, JSON.stringify(settings), ...programOf(agent), ...args];
      return { command, env, home: { ...home, [driverPath]: driver }, keeps: profile.keeps };
    },
    sessionOf: (events) => wordOf(sessionsOf(events)[0]),
  };
}

function sessionsOf(events: readonly Event[]): readonly unknown[] {
  return events.map(({ result }) => bodyOf(result)['sessionId']).filter((id) => id !== undefined);
}

const envOf = (like: keyof typeof agentProfiles): Readonly<Record<string, string>> => agentProfiles[like].call({ prompt: '', resumes: null }).env;

const codexConfig = {
  model: 'gpt-5.5', web_search: 'disabled', analytics: { enabled: false }, features: { plugins: false }, model_provider: 'gw',
  model_providers: { gw: { name: 'gw', base_url: `${agentUrl}/v1`, env_key: 'GATEWAY_KEY', wire_api: 'responses', request_max_retries: 1, stream_max_retries: 2 } },
};

export const acpProfiles: readonly AgentProfile[] = [
  speaking('claude', {
    agent: pinnedAgents['claude-acp'], args: [], env: { ...envOf('claude'), ANTHROPIC_MODEL: 'claude-sonnet-4-5' }, sets: [['session/set_mode', { modeId: 'bypassPermissions' }]], authenticates: null,
  }),
  speaking('codex', {
    agent: pinnedAgents['codex-acp'], args: [], sets: [], authenticates: null, asksFor: ['github.com', 'api.github.com', 'chatgpt.com'],
    env: { GATEWAY_KEY: placeholder, NO_BROWSER: '1', INITIAL_AGENT_MODE: 'agent-full-access', MODEL_PROVIDER: 'gw', CODEX_CONFIG: JSON.stringify(codexConfig) },
  }),
  speaking('gemini', {
    agent: pinnedAgents.gemini, args: ['--acp', '--skip-trust', '-m', 'gemini-2.5-flash'], env: envOf('gemini'), sets: [['session/set_mode', { modeId: 'yolo' }]], authenticates: 'gemini-api-key',
  }),
  speaking('opencode', { agent: pinnedAgents.opencode, args: ['acp'], env: envOf('opencode'), sets: [], authenticates: null, ends: ['ok', 'login', 'rate-limit', 'budget'] }),
];
