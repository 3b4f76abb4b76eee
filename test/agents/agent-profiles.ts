/** How each real program is called without a person, what it needs beside that, and what of its home holds a session. */

import { agentUrl, type BoxedAgent, nodePath, packagesPath, placeholder } from './agent-box.ts';
import { type PinnedAgent, pinnedAgents } from './pinned-agents.ts';

export interface AgentProfile {
  readonly name: string;
  readonly agent: PinnedAgent;
  readonly api: 'messages' | 'responses' | 'chat' | 'gemini';
  readonly model: string;
  readonly keeps: readonly string[];
  readonly call: (asked: Asked) => BoxedAgent;
  /** By which a session is found again, from what the program printed. */
  readonly sessionOf: (events: readonly Event[]) => string | null;
  /** Hosts that it asks for whatever it is told: they are refused, and it works without. */
  readonly asksFor?: readonly string[];
  /** How long it may take when its model hangs: longer than it takes to ask. */
  readonly hangMs: number;
  /** Whether `npm test` leaves it out: another profile tries the same program. */
  readonly isVariant?: boolean;
  /** The ends that are tried; otherwise all. */
  readonly ends?: readonly string[];
}

export interface Asked {
  readonly prompt: string;
  /** A session's name. */
  readonly resumes: string | null;
}

export type Event = Readonly<Record<string, unknown>>;

/** A program of the box's own packages, as it is begun inside. */
export function programOf({ program, isScript }: PinnedAgent): readonly string[] {
  return [...(isScript ? [nodePath] : []), `${packagesPath}/node_modules/${program}`];
}

const claude: AgentProfile = {
  name: 'claude', hangMs: 20_000, agent: pinnedAgents.claude, api: 'messages', model: 'claude-sonnet-4-5', keeps: ['.claude/projects'],
  call: ({ prompt, resumes }) => ({
    command: [
      ...programOf(pinnedAgents.claude), '-p', prompt, '--output-format', 'stream-json', '--verbose', '--dangerously-skip-permissions', '--model', 'claude-sonnet-4-5',
      ...(resumes === null ? [] : ['--resume', resumes]),
    ],
    env: {
      ANTHROPIC_BASE_URL: agentUrl, ANTHROPIC_API_KEY: placeholder, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_MAX_RETRIES: '2', API_TIMEOUT_MS: '600000', IS_SANDBOX: '1',
    },
    home: {}, keeps: claude.keeps,
  }),
  sessionOf: (events) => wordOf(events.find(({ type, subtype }) => type === 'system' && subtype === 'init')?.['session_id']),
};

const codex: AgentProfile = {
  name: 'codex', hangMs: 15_000, agent: pinnedAgents.codex, api: 'responses', model: 'gpt-5.5', keeps: ['.codex/sessions'],
  call: ({ prompt, resumes }) => ({
    command: [
      ...programOf(pinnedAgents.codex), 'exec', '--json', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', '-m', 'gpt-5.5', '-c', 'analytics.enabled=false', '--disable', 'plugins',
      // A search that its provider would run.
      '-c', 'web_search="disabled"',
      '-c', 'model_provider=gw', '-c', `model_providers.gw={name="gw",base_url="${agentUrl}/v1",env_key="GATEWAY_KEY",wire_api="responses",request_max_retries=1,stream_max_retries=2}`,
      ...(resumes === null ? [prompt] : ['resume', resumes, prompt]),
    ],
    env: { GATEWAY_KEY: placeholder }, home: {}, keeps: codex.keeps,
  }),
  sessionOf: (events) => wordOf(events.find(({ type }) => type === 'thread.started')?.['thread_id']),
};

const gemini: AgentProfile = {
  name: 'gemini', hangMs: 40_000, agent: pinnedAgents.gemini, api: 'gemini', model: 'gemini-2.5-flash', keeps: ['.gemini/tmp', '.gemini/projects.json'],
  call: ({ prompt, resumes }) => ({
    command: [...programOf(pinnedAgents.gemini), '-p', prompt, '-o', 'stream-json', '--yolo', '--skip-trust', '-m', 'gemini-2.5-flash', ...(resumes === null ? [] : ['--resume', resumes])],
    env: { GEMINI_API_KEY: placeholder, GOOGLE_GEMINI_BASE_URL: agentUrl },
    home: { '.gemini/settings.json': JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } }, privacy: { usageStatisticsEnabled: false }, general: { enableAutoUpdate: false, maxAttempts: 3 } }) },
    keeps: gemini.keeps,
  }),
  sessionOf: (events) => wordOf(events.find(({ type }) => type === 'init')?.['session_id']),
};

const opencodeConfig = {
  // Where a conversation stays too long, it would shorten it and try again for ever.
  compaction: { auto: false },
  autoupdate: false, share: 'disabled', enabled_providers: ['gw'], model: 'gw/m1', small_model: 'gw/m1', permission: { '*': 'allow' },
  provider: {
    gw: {
      npm: '@ai-sdk/openai-compatible', name: 'gw', options: { baseURL: `${agentUrl}/v1`, apiKey: placeholder }, models: { m1: { name: 'M1', limit: { context: 200_000, output: 8_000 } } },
    },
  },
};

const opencode: AgentProfile = {
  name: 'opencode', hangMs: 60_000, agent: pinnedAgents.opencode, api: 'chat', model: 'm1', keeps: ['.local/share/opencode'],
  call: ({ prompt, resumes }) => ({
    command: [...programOf(pinnedAgents.opencode), 'run', '--format', 'json', '--title', 't', '--model', 'gw/m1', ...(resumes === null ? [] : ['-s', resumes]), prompt],
    env: {
      OPENCODE_CONFIG_CONTENT: JSON.stringify(opencodeConfig), OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_PURE: '1', npm_config_offline: 'true',
    },
    home: {}, keeps: opencode.keeps,
  }),
  sessionOf: (events) => wordOf(events.find((event) => event['sessionID'] !== undefined)?.['sessionID']),
};

const pi: AgentProfile = {
  name: 'pi', hangMs: 20_000, agent: pinnedAgents.pi, api: 'chat', model: 'm1', keeps: ['.pi/agent/sessions'],
  call: ({ prompt, resumes }) => ({
    command: [...programOf(pinnedAgents.pi), '--mode', 'json', '-p', '--provider', 'gw', '--model', 'm1', ...(resumes === null ? [] : ['--session', resumes]), prompt],
    env: { PI_OFFLINE: '1' },
    home: { '.pi/agent/models.json': JSON.stringify({ providers: { gw: { baseUrl: `${agentUrl}/v1`, apiKey: placeholder, api: 'openai-completions', models: [{ id: 'm1' }] } } }) },
    keeps: pi.keeps,
  }),
  sessionOf: (events) => wordOf(events.find(({ type }) => type === 'session')?.['id']),
};

export const agentProfiles: Readonly<Record<'claude' | 'codex' | 'gemini' | 'opencode' | 'pi', AgentProfile>> = { claude, codex, gemini, opencode, pi };

export function wordOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
