/** The programs of agents that tests use, each at one version: what was tried, and no other. */

export interface PinnedAgent {
  readonly name: string;
  /** As npm names it. */
  readonly package: string;
  readonly version: string;
  /** Below the directory that it is installed in, on this machine. */
  readonly program: string;
  /** Whether Node has to run it. */
  readonly isScript: boolean;
  /** `SUITE.test.ts` tries it. */
  readonly suite: string;
}

const machine = `${process.platform}-${process.arch}`;
const triple = process.arch === 'arm64' ? 'aarch64-unknown-linux-musl' : 'x86_64-unknown-linux-musl';

export type AgentName = 'claude' | 'codex' | 'gemini' | 'opencode' | 'pi' | 'claude-acp' | 'codex-acp';

/** Programs of platforms' own packages are run themselves: they need no script of an installation. */
export const pinnedAgents: Readonly<Record<AgentName, PinnedAgent>> = {
  claude: { name: 'claude', package: '@anthropic-ai/claude-code', version: '2.1.330', program: `@anthropic-ai/claude-code-${machine}/claude`, isScript: false, suite: 'claude' },
  codex: { name: 'codex', package: '@openai/codex', version: '0.169.0', program: `@openai/codex-${machine}/vendor/${triple}/bin/codex`, isScript: false, suite: 'codex' },
  gemini: { name: 'gemini', package: '@google/gemini-cli', version: '0.61.0', program: '@google/gemini-cli/bundle/gemini.js', isScript: true, suite: 'gemini' },
  opencode: { name: 'opencode', package: 'opencode-ai', version: '1.18.33', program: `opencode-${machine}/bin/opencode`, isScript: false, suite: 'opencode' },
  // 1.3 to 1.5.2 need a package (pi-codemode) that the registry did not have when this was pinned.
  pi: { name: 'pi', package: '@earendil-works/pi-coding-agent', version: '0.87.1', program: '@earendil-works/pi-coding-agent/dist/cli.js', isScript: true, suite: 'pi' },
  'claude-acp': { name: 'claude-acp', package: '@agentclientprotocol/claude-agent-acp', version: '0.100.0', program: '@agentclientprotocol/claude-agent-acp/dist/index.js', isScript: true, suite: 'acp' },
  'codex-acp': { name: 'codex-acp', package: '@agentclientprotocol/codex-acp', version: '2.6.0', program: '@agentclientprotocol/codex-acp/dist/index.js', isScript: true, suite: 'acp' },
};
