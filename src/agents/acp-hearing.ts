/** Hears a program through its Agent Client Protocol: messages as they came, and a line of our driver's before the prompt. */

import type { AgentEvent, AgentUsage } from '../ports/agent.ts';
import type { Heard, Hearing } from './cli-listener.ts';
import { peek, peekCount, peekText } from './peek.ts';
import { heardOf, silentEnd } from './trouble.ts';

const mostWords = 64_000;

export class AcpHearing implements Hearing {
  #canLoad = false;
  #hasBegun = false;
  #stop: string | null = null;
  #failure: unknown = null;
  /** As codex's says it of its thread: its word for a failure is the same as for success. */
  #status: string | null = null;
  #words = '';

  read(message: unknown): readonly AgentEvent[] {
    if (peekText(message, 'espalier') === 'prompt') return this.#prompted();
    if (peekText(message, 'method') === 'session/update') return this.#updated(peek(message, 'params', 'update'));
    if (peekText(message, 'method') !== null) return [];
    const result = peek(message, 'result');
    // What was refused first may have been granted after it had logged in.
    if (result !== null) this.#failure = null;
    else this.#failure = peek(message, 'error') ?? this.#failure;
    return this.#answered(result);
  }

  end({ tail }: Parameters<Hearing['end']>[0]): Heard {
    if (this.#failure !== null) return failed(this.#failure);
    switch (this.#stop) {
      case null: return silentEnd(wordsIn(tail), this.#hasBegun);
      case 'end_turn': return this.#status === 'systemError' ? heardOf({ status: null, text: this.#words || 'its turn failed' }) : { kind: 'done', text: this.#words };
      case 'max_tokens': return { kind: 'stopped', why: 'context', text: 'its last reply was cut for its length' };
      case 'max_turn_requests': return { kind: 'stopped', why: 'turns', text: 'it has used all its turns' };
      default: return { kind: 'stopped', why: 'early', text: this.#words || `it stopped: ${this.#stop.slice(0, 100)}` };
    }
  }

  /** Until now came what a loaded session had said before; and what was refused till then it can do without. */
  #prompted(): readonly AgentEvent[] {
    [this.#hasBegun, this.#words, this.#status, this.#failure] = [true, '', null, null];
    return [];
  }

  #answered(result: unknown): readonly AgentEvent[] {
    if (peek(result, 'agentCapabilities') !== null) this.#canLoad = peek(result, 'agentCapabilities', 'loadSession') === true;
    const session = peekText(result, 'sessionId');
    const reason = peekText(result, 'stopReason');
    if (reason !== null) {
      this.#stop = reason;
      return [{ kind: 'usage', usage: usageOf(result) }];
    }
    if (session === null) return [];
    this.#hasBegun = true;
    return [{ kind: 'started', session: this.#canLoad ? session : null, model: peekText(result, 'models', 'currentModelId') }];
  }

  #updated(update: unknown): readonly AgentEvent[] {
    switch (peekText(update, 'sessionUpdate')) {
      case 'agent_message_chunk': {
        const text = peekText(update, 'content', 'text') ?? '';
        this.#words = `${this.#words}${text}`.slice(-mostWords);
        return text === '' ? [] : [{ kind: 'text', text }];
      }
      case 'tool_call':
        this.#words = '';
        return [{ kind: 'tool', name: peekText(update, 'name') ?? peekText(update, 'kind') ?? 'tool', text: peekText(update, 'title') ?? JSON.stringify(peek(update, 'rawInput')) }];
      case 'session_info_update':
        this.#status = peekText(update, '_meta', 'codex', 'threadStatus', 'type') ?? this.#status;
        return [];
      default:
        return [];
    }
  }
}

/** Of what it printed last, what is no message. */
function wordsIn(tail: string): string {
  return tail.split('\n').filter((line) => !line.startsWith('{')).join('\n');
}

const loginNeeded = -32_000;
/** As claude's says what became of a request. */
const statusOfKind: Readonly<Record<string, number>> = { authentication_failed: 401, rate_limit: 429, server_error: 500 };

function failed(error: unknown): Heard {
  const [code, kind, text] = [peek(error, 'code'), peekText(error, 'data', 'errorKind') ?? '', peekText(error, 'message') ?? 'a request was refused'];
  if (kind === 'max_output_tokens') return { kind: 'stopped', why: 'context', text };
  if (code === loginNeeded) return heardOf({ status: 401, text });
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : Object.hasOwn(statusOfKind, kind) ? statusOfKind[kind] ?? null : null;
  return heardOf({ status, text });
}

/** Not every program says it, nor says it of the whole turn: the gateway's count is what is billed. */
function usageOf(result: unknown): AgentUsage {
  const usage = peek(result, 'usage');
  if (usage !== null) {
    return {
      input: peekCount(usage, 'inputTokens'), output: peekCount(usage, 'outputTokens'), cacheRead: peekCount(usage, 'cachedReadTokens'), cacheWrite: peekCount(usage, 'cachedWriteTokens'),
    };
  }
  const tokens = peek(result, '_meta', 'quota', 'token_count');
  return { input: peekCount(tokens, 'input_tokens'), output: peekCount(tokens, 'output_tokens'), cacheRead: 0, cacheWrite: 0 };
}
