/** The agents of this version, each with its program as this machine has it. */

import { acpAgent } from '../agents/acp.ts';
import { claudeAgent } from '../agents/claude.ts';
import { commandAgent } from '../agents/command.ts';
import { codexAgent } from '../agents/codex.ts';
import { findProgram } from '../agents/find-program.ts';
import { geminiAgent } from '../agents/gemini.ts';
import { opencodeAgent } from '../agents/opencode.ts';
import { piAgent } from '../agents/pi.ts';
import type { AgentProgram } from '../agents/program.ts';
import { type Agent, AgentError } from '../ports/agent.ts';

/** By the name after `use`, which is their programs' as well. */
const withPrograms: Readonly<Record<string, (program: AgentProgram) => Agent>> = {
  claude: claudeAgent, codex: codexAgent, gemini: geminiAgent, opencode: opencodeAgent, pi: piAgent,
};

export const programNames: readonly string[] = Object.keys(withPrograms);

/** Where each is to be had. */
export const packageOf: Readonly<Record<string, string>> = {
  claude: '@anthropic-ai/claude-code', codex: '@openai/codex', gemini: '@google/gemini-cli', opencode: 'opencode-ai', pi: '@earendil-works/pi-coding-agent',
};

/** `path`: where programs are looked for. `null`: this version has none of that name. Throws `AgentError` where its program is missing. */
export function agentHere(use: string, path: string): Agent | null {
  if (use === 'command') return commandAgent();
  if (use === 'acp') return acpAgent({ path, node: process.execPath });
  const make = withPrograms[use];
  if (make === undefined) return null;
  const program = findProgram(use, { path, node: process.execPath });
  if (program === null) throw new AgentError(`${use} is not installed where PATH leads: \`npm install --global ${packageOf[use] ?? use}\` brings it`);
  return make(program);
}
