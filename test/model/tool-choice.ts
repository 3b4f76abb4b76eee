/** Which of the offered tools does what a turn wants, and what it is given: its arguments are read off its schema. */

import { bodyOf, type OfferedTool, type ToolCall } from './format.ts';
import type { Turn } from './script.ts';

const shells = ['Bash', 'bash', 'exec_command', 'shell_command', 'shell', 'local_shell', 'run_shell_command', 'exec'];
const writers = ['Write', 'write', 'write_file', 'create_file'];
const commandNames = ['command', 'cmd', 'script'];
const pathNames = ['file_path', 'filePath', 'path', 'absolute_path'];
const contentNames = ['content', 'text', 'contents'];

/** `null`: the turn calls none. Throws where it wants one that is not offered. */
export function chooseTool(turn: Turn, offered: readonly OfferedTool[]): ToolCall | null {
  const called = [turn.tool, turn.write, turn.shell].filter((one) => one !== undefined);
  if (called.length === 0) return null;
  const call = turn.tool === undefined ? byDeed(turn, offered) : { name: turn.tool.name, namespace: null, input: turn.tool.input };
  if (call === null) throw new TypeError(`no tool for it is offered: there is ${offered.map(({ name }) => name).join(', ')}`);
  return call;
}

function byDeed({ write, shell }: Turn, offered: readonly OfferedTool[]): ToolCall | null {
  const writer = write === undefined ? null : find(writers, offered);
  if (write !== undefined && writer !== null) {
    return callOf(writer, { [keyOf(writer, pathNames)]: write.path, [keyOf(writer, contentNames)]: write.content });
  }
  const command = write === undefined ? shell ?? '' : `printf %s ${quoted(write.content)} > ${quoted(write.path)}`;
  const tool = find(shells, offered);
  if (tool === null) return null;
  // A tool that takes text runs a program in which the others are functions.
  if (tool.takes === 'text') return { name: tool.name, namespace: tool.namespace, input: codeOf(command) };
  const key = keyOf(tool, commandNames);
  const isList = bodyOf(tool.properties[key])['type'] === 'array';
  return callOf(tool, { [key]: isList ? ['bash', '-lc', command] : command });
}

function find(names: readonly string[], offered: readonly OfferedTool[]): OfferedTool | null {
  return names.map((name) => offered.find((tool) => tool.name === name)).find((tool) => tool !== undefined) ?? null;
}

function keyOf({ properties }: OfferedTool, names: readonly string[]): string {
  return names.find((name) => Object.hasOwn(properties, name)) ?? names[0] ?? '';
}

function callOf({ name, namespace, properties, required }: OfferedTool, given: Readonly<Record<string, unknown>>): ToolCall {
  const rest = required.filter((key) => !Object.hasOwn(given, key)).map((key) => [key, filling(bodyOf(properties[key]))] as const);
  return { name, namespace, input: { ...given, ...Object.fromEntries(rest) } };
}

/** The least that a required argument may be. */
function filling({ type, enum: words, minimum }: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(words)) return words[0];
  switch (type) {
    case 'boolean': return false;
    case 'number': case 'integer': return minimum ?? 1;
    case 'array': return [];
    case 'object': return {};
    default: return 'as the script says';
  }
}

function codeOf(command: string): string {
  return `const r = await tools.exec_command({cmd: ${JSON.stringify(command)}}); text(r.output ?? JSON.stringify(r));`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
