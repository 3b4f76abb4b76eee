/**
 * An agent that is a script: it plays what it is told to, inside a box as any leaf, and asks no model.
 *
 * A script finds its prompt in `$ESPALIER_PROMPT`, the values of the step around it, and may write its
 * result as JSON to `$ESPALIER_RESULT`: `{"word": "approve", "text": "…"}`. Without one it has ended
 * `ok`, where that is a word of the step: silence is not approval (E5).
 */

import { type Agent, type AgentCall, type AgentEnded, AgentError, type AgentOrder, type AgentResult } from '../ports/agent.ts';
import { mostResultBytes, readResult } from './agent-result.ts';

const resultPath = '/tmp/espalier-result.json';

/** The text of the script for an order, by its id; `null`: there is none. */
export type ScriptOf = (order: string) => string | null;

export function scriptedAgent(scriptOf: ScriptOf): Agent {
  return { name: 'scripted', wires: () => [], call: (order) => callOf(order, scriptOf(order.id)) };
}

function callOf(order: AgentOrder, script: string | null): AgentCall {
  if (script === null) throw new AgentError(`there is no script for ${order.id}`);
  return {
    command: ['sh', `${order.directory}/script`],
    files: new Map([['script', script], ['prompt.md', order.prompt]]),
    env: {
      ESPALIER_ORDER: order.id, ESPALIER_PROMPT: `${order.directory}/prompt.md`, ESPALIER_RESULT: resultPath, ESPALIER_WORDS: order.words.join(' '),
      ESPALIER_VALUES: `${order.directory}/values`,
    },
    home: new Map(), inputs: [], keeps: [],
    returns: [{ path: resultPath, mostBytes: mostResultBytes }],
    listen: () => ({ push: () => [], end: (ended) => resultOf(order, ended) }),
  };
}

function resultOf({ words }: AgentOrder, { outcome, returned, tail }: AgentEnded): AgentResult {
  if (outcome.kind !== 'exit') return { kind: 'stopped', why: 'crashed', text: `the script was ended: ${outcome.kind}` };
  if (outcome.code !== 0) return { kind: 'ended', word: 'fail', text: tail.trim() || `the script exited with ${outcome.code}` };
  const file = returned.get(resultPath);
  if (file !== undefined && !('why' in file)) {
    const read = readResult(file);
    return read.ok ? read.result : { kind: 'ended', word: 'fail', text: `its result cannot be read: ${read.why}` };
  }
  if (words.includes('ok')) return { kind: 'ended', word: 'ok', text: tail.trim() };
  return { kind: 'ended', word: 'fail', text: `it ended without a word: it ends with one of ${words.join(', ')}` };
}
