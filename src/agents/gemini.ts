/** Gemini CLI: `gemini -p`, which prints a stream of JSON events and speaks Gemini's own API. */

import { type Agent, type AgentCall, AgentError, type AgentEvent, type AgentOrder } from '../ports/agent.ts';
import { channelEnv, channelReturns } from './channel.ts';
import { type Heard, type Hearing, listenTo } from './cli-listener.ts';
import { peek, peekCount, peekText } from './peek.ts';
import type { AgentProgram } from './program.ts';
import { spokenPrompt } from './spoken-prompt.ts';
import { heardOf, silentEnd } from './trouble.ts';

export function geminiAgent(program: AgentProgram): Agent {
  return { name: 'gemini', wires: () => ['gemini'], call: (order) => callOf(program, order) };
}

/** Also for whoever begins it otherwise. */
export const geminiSettings: string = JSON.stringify({
  security: { auth: { selectedType: 'gemini-api-key' } }, privacy: { usageStatisticsEnabled: false },
  // By itself it asks ten times, for minutes.
  general: { enableAutoUpdate: false, disableUpdateNag: true, maxAttempts: 3 },
  // A word of the prompt behind an `@` is a file to it: at least none that only has such a word in its name.
  context: { fileFiltering: { enableRecursiveFileSearch: false } },
});

function callOf(program: AgentProgram, order: AgentOrder): AgentCall {
  const { gateway, decl, resumes } = order;
  if (gateway === null) throw new AgentError('gemini asks a model, and this order has no gateway to one');
  return {
    // What comes by its standard input stands before the words of -p, which must not be empty.
    command: [
      ...program.command, '-p', ' ', '-o', 'stream-json', '--yolo', '--skip-trust', ...(decl.model === undefined ? [] : ['-m', decl.model]), ...(resumes === null ? [] : ['--resume', resumes]),
    ],
    files: new Map([['prompt.md', order.prompt]]),
    stdin: spokenPrompt(order.prompt),
    // By itself it starts again, with half of the machine's memory for its heap: more than its box has.
    env: { ...channelEnv(order), GEMINI_API_KEY: gateway.key, GOOGLE_GEMINI_BASE_URL: gateway.url, GEMINI_CLI_NO_RELAUNCH: 'true' },
    home: new Map([['.gemini/settings.json', geminiSettings]]),
    inputs: program.inputs, returns: channelReturns, keeps: ['.gemini/tmp', '.gemini/projects.json'],
    listen: () => listenTo(order, new GeminiHearing()),
  };
}

class GeminiHearing implements Hearing {
  #hasBegun = false;
  #status: string | null = null;
  #failure: string | null = null;
  #words = '';

  read(event: unknown): readonly AgentEvent[] {
    switch (peekText(event, 'type')) {
      case 'init':
        this.#hasBegun = true;
        return [{ kind: 'started', session: peekText(event, 'session_id'), model: peekText(event, 'model') }];
      case 'message':
        return peekText(event, 'role') === 'assistant' ? this.#said(event) : [];
      case 'tool_use':
        this.#words = '';
        return [{ kind: 'tool', name: peekText(event, 'tool_name') ?? '', text: JSON.stringify(peek(event, 'parameters')) }];
      case 'error':
        this.#failure ??= peekText(event, 'message');
        return [];
      case 'result':
        this.#status = peekText(event, 'status');
        this.#failure = peekText(event, 'error', 'message') ?? this.#failure;
        return [{ kind: 'usage', usage: usageOf(peek(event, 'stats')) }];
      default:
        return [];
    }
  }

  end({ tail }: Parameters<Hearing['end']>[0]): Heard {
    if (this.#status === 'success') return { kind: 'done', text: this.#words };
    if (this.#status === null && this.#failure === null) return silentEnd(tail, this.#hasBegun);
    return heardOf({ status: null, text: this.#failure ?? tail });
  }

  /** It comes in pieces. */
  #said(event: unknown): readonly AgentEvent[] {
    const text = peekText(event, 'content') ?? '';
    this.#words = (peek(event, 'delta') === true ? this.#words + text : text).slice(-mostWords);
    return [{ kind: 'text', text }];
  }
}

const mostWords = 16_000;

/** Its input counts what was read from a cache as well. */
function usageOf(stats: unknown): Extract<AgentEvent, { readonly kind: 'usage' }>['usage'] {
  const cacheRead = peekCount(stats, 'cached');
  return { input: Math.max(0, peekCount(stats, 'input_tokens') - cacheRead), output: peekCount(stats, 'output_tokens'), cacheRead, cacheWrite: 0 };
}
