/**
 * The one way in which an agent speaks to us, whatever its program is: files at fixed places in its box.
 *
 * The result is JSON and is parsed; a note is text for whoever goes on. What its program prints is a
 * transcript, and means nothing (E7).
 */

import type { AgentEnded, AgentOrder, AgentResult } from '../ports/agent.ts';
import { notePath, resultPath } from '../ports/agent-places.ts';
import type { ReturnedFile } from '../ports/sandbox.ts';
import { mostResultBytes, readResult } from './agent-result.ts';

const mostNoteBytes = 64_000;

export const channelReturns: readonly ReturnedFile[] = [{ path: resultPath, mostBytes: mostResultBytes }, { path: notePath, mostBytes: mostNoteBytes }];

/** Where it finds the two, and what it may end with. */
export function channelEnv(order: AgentOrder): Readonly<Record<string, string>> {
  return {
    ESPALIER_ORDER: order.id, ESPALIER_PROMPT: `${order.directory}/prompt.md`, ESPALIER_RESULT: resultPath, ESPALIER_NOTE: notePath,
    ESPALIER_WORDS: order.words.join(' '), ESPALIER_VALUES: `${order.directory}/values`,
  };
}

/** Its program went to its own end: what it has said. Silence is `ok` only where that is a word, and approves nothing (E5). */
export function readChannel(order: AgentOrder, { returned }: AgentEnded, lastWords: string): AgentResult {
  const file = returned.get(resultPath);
  if (file !== undefined && !('why' in file)) {
    const read = readResult(file);
    return read.ok ? asAsked(order, read.result) : { kind: 'misshapen', text: `what it wrote to ${resultPath} cannot be read: ${read.why}` };
  }
  const note = noteOf(returned);
  if (note !== '') return { kind: 'stopped', why: 'handoff', text: note };
  if (order.returns !== null) return { kind: 'misshapen', text: `it was to return ${order.returns}, and wrote nothing to ${resultPath}` };
  if (order.words.includes('ok')) return { kind: 'ended', word: 'ok', text: lastWords };
  return { kind: 'stopped', why: 'early', text: `it ended without a word: it ends with one of ${order.words.join(', ')}, written to ${resultPath}` };
}

function asAsked({ returns, words }: AgentOrder, result: Extract<AgentResult, { readonly kind: 'ended' }>): AgentResult {
  if (!words.includes(result.word)) return { kind: 'misshapen', text: `it ended with ${JSON.stringify(result.word.slice(0, 100))}: it ends with one of ${words.join(', ')}` };
  if (result.word !== 'ok' || returns === null) return result;
  if (returns === 'tasks' && result.tasks === undefined) return { kind: 'misshapen', text: 'it was to return `tasks`, and its result has none' };
  if (returns === 'data' && result.data === undefined) return { kind: 'misshapen', text: 'it was to return `data`, and its result has none' };
  return result;
}

/** What it left for whoever goes on, whatever became of its program. */
export function noteOf(returned: AgentEnded['returned']): string {
  const file = returned.get(notePath);
  return file === undefined || 'why' in file ? '' : Buffer.from(file).toString('utf8').trim();
}
