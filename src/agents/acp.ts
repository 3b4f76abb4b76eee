/**
 * Any program that speaks the Agent Client Protocol: `use acp  command "gemini --acp"`.
 *
 * Its client is a program of ours that runs in the box with it: what goes into a box is one text, and the protocol is a
 * conversation. Everything it asks to do is allowed, as the box is what holds it.
 */

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Agent, type AgentCall, AgentError, type AgentOrder } from '../ports/agent.ts';
import { wireNames } from '../ports/provider.ts';
import { acpEnv, acpHome } from './acp-access.ts';
import { AcpHearing } from './acp-hearing.ts';
import { channelEnv, channelReturns } from './channel.ts';
import { listenTo } from './cli-listener.ts';
import { findProgram, inputsOf, type ProgramSources } from './find-program.ts';
import type { AgentProgram } from './program.ts';
import { spokenPrompt } from './spoken-prompt.ts';

export function acpAgent(sources: ProgramSources): Agent {
  // Which of them its program speaks only its author knows.
  return { name: 'acp', wires: () => wireNames, call: (order) => callOf(sources, order) };
}

/** Its ending says what language it is in, and that it is a module. */
const driverName = (file: string): string => (file.endsWith('.ts') ? 'acp-driver.mts' : 'acp-driver.mjs');

function callOf(sources: ProgramSources, order: AgentOrder): AgentCall {
  const { decl: { name, command = '' }, gateway, resumes, directory } = order;
  if (command.trim() === '') throw new AgentError(`agent ${name} has no command: say it, as in \`agent ${name} { use acp  command "gemini --acp" }\``);
  if (gateway === null) throw new AgentError(`agent ${name} asks a model, and this order has no gateway to one`);
  const [node, file, begun] = [realpathSync(sources.node), driverFile(), begunWith(command, sources)];
  return {
    command: [node, `${directory}/${driverName(file)}`, ...(resumes === null ? [] : ['--session', resumes]), '--', 'sh', '-c', begun.text],
    files: new Map([['prompt.md', order.prompt], [driverName(file), readFileSync(file, 'utf8')]]),
    stdin: spokenPrompt(order.prompt),
    env: { ...channelEnv(order), ...acpEnv(order, gateway) },
    // Where it keeps a session is not known, so all of its home is kept.
    home: acpHome, inputs: [...inputsOf(node), ...begun.program?.inputs ?? []], returns: channelReturns, keeps: ['.'],
    listen: () => listenTo(order, new AcpHearing()),
  };
}

/** `NAME=value` before it, and then a name that PATH leads to. */
const firstWord = /^(\s*(?:[A-Za-z_]\w*=[\w.,:/@%+-]*\s+)*)([\w.@+-]+)(?=\s|$)/;

interface Begun {
  /** As a shell in the box reads it. */
  readonly text: string;
  /** `null`: the box has it, or has it not. */
  readonly program: AgentProgram | null;
}

function begunWith(command: string, sources: ProgramSources): Begun {
  const [whole = '', before = '', word = ''] = firstWord.exec(command) ?? [];
  const program = word === '' ? null : findProgram(word, sources);
  if (program === null) return { text: command, program };
  return { text: `${before}${program.command.map(quoted).join(' ')}${command.slice(whole.length)}`, program };
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** In a checkout TypeScript, in the package JavaScript: Node runs both. */
function driverFile(): string {
  const places = ['./inside/acp-driver.ts', './acp-driver.mjs'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new AgentError(`${places.at(-1) ?? ''} is missing from the installation`);
  return found;
}
