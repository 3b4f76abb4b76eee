/** Claude Code: `claude -p`, which prints a stream of JSON events and speaks Anthropic's Messages. */

import { type Agent, type AgentCall, AgentError, type AgentEvent, type AgentOrder } from '../ports/agent.ts';
import { channelEnv, channelReturns } from './channel.ts';
import { type Heard, type Hearing, listenTo } from './cli-listener.ts';
import { peek, peekCount, peekList, peekText } from './peek.ts';
import type { AgentProgram } from './program.ts';
import { spokenPrompt } from './spoken-prompt.ts';
import { heardOf, silentEnd } from './trouble.ts';

export function claudeAgent(program: AgentProgram): Agent {
  return { name: 'claude', wires: () => ['messages'], call: (order) => callOf(program, order) };
}

/** Its own retries hide trouble from us; the wall clock ends what hangs. */
const ownRetries = '2';
/** What it may print in one reply: what the gateway has to hold back for each request. */
const mostOutputTokens = '16000';

function callOf(program: AgentProgram, order: AgentOrder): AgentCall {
  const { gateway, decl, resumes } = order;
  if (gateway === null) throw new AgentError('claude asks a model, and this order has no gateway to one');
  return {
    command: [
      ...program.command, '-p', '--output-format', 'stream-json', '--verbose', '--dangerously-skip-permissions',
      ...(decl.model === undefined ? [] : ['--model', decl.model]), ...(resumes === null ? [] : ['--resume', resumes]),
    ],
    files: new Map([['prompt.md', order.prompt]]),
    stdin: spokenPrompt(order.prompt),
    env: {
      ...channelEnv(order),
      ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_API_KEY: gateway.key,
      // Side requests name the same model, as no other is let through.
      ...(decl.model === undefined ? {} : { ANTHROPIC_SMALL_FAST_MODEL: decl.model, ANTHROPIC_DEFAULT_HAIKU_MODEL: decl.model }),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_MAX_RETRIES: ownRetries, CLAUDE_CODE_MAX_OUTPUT_TOKENS: mostOutputTokens,
      API_TIMEOUT_MS: '600000', DISABLE_AUTOUPDATER: '1', IS_SANDBOX: '1',
    },
    home: new Map(), inputs: program.inputs, returns: channelReturns, keeps: ['.claude/projects'],
    listen: () => listenTo(order, new ClaudeHearing()),
  };
}

class ClaudeHearing implements Hearing {
  #hasBegun = false;
  #result: unknown = null;

  read(event: unknown): readonly AgentEvent[] {
    switch (peekText(event, 'type')) {
      case 'system':
        if (peekText(event, 'subtype') !== 'init') return [];
        this.#hasBegun = true;
        return [{ kind: 'started', session: peekText(event, 'session_id'), model: peekText(event, 'model') }];
      case 'assistant':
        return peekList(event, 'message', 'content').flatMap(seenOf);
      case 'result':
        this.#result = event;
        return [{ kind: 'usage', usage: usageOf(peek(event, 'usage')) }];
      default:
        return [];
    }
  }

  end({ tail }: Parameters<Hearing['end']>[0]): Heard {
    const text = peekText(this.#result, 'result') ?? '';
    if (this.#result === null) return silentEnd(tail, this.#hasBegun);
    // An error of the API ends with the subtype `success` as well.
    if (peek(this.#result, 'is_error') === false && peekText(this.#result, 'subtype') === 'success') return { kind: 'done', text };
    if (peekText(this.#result, 'subtype') === 'error_max_turns') return { kind: 'stopped', why: 'turns', text: 'it has used all its turns' };
    if (peekText(this.#result, 'terminal_reason') === 'prompt_too_long') return { kind: 'stopped', why: 'context', text };
    const status = peekCount(this.#result, 'api_error_status');
    return heardOf({ status: status === 0 ? null : status, text: text || tail });
  }
}

function seenOf(block: unknown): readonly AgentEvent[] {
  switch (peekText(block, 'type')) {
    case 'text': return [{ kind: 'text', text: peekText(block, 'text') ?? '' }];
    case 'tool_use': return [{ kind: 'tool', name: peekText(block, 'name') ?? '', text: JSON.stringify(peek(block, 'input')) }];
    default: return [];
  }
}

function usageOf(usage: unknown): Extract<AgentEvent, { readonly kind: 'usage' }>['usage'] {
  return {
    input: peekCount(usage, 'input_tokens'), output: peekCount(usage, 'output_tokens'),
    cacheRead: peekCount(usage, 'cache_read_input_tokens'), cacheWrite: peekCount(usage, 'cache_creation_input_tokens'),
  };
}
