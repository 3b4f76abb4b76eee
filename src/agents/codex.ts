/** Codex: `codex exec --json`, which prints a stream of JSON events and speaks OpenAI's Responses. */

import { type Agent, type AgentCall, AgentError, type AgentEvent, type AgentOrder } from '../ports/agent.ts';
import { channelEnv, channelReturns } from './channel.ts';
import { type Heard, type Hearing, listenTo } from './cli-listener.ts';
import { peek, peekCount, peekText } from './peek.ts';
import type { AgentProgram } from './program.ts';
import { spokenPrompt } from './spoken-prompt.ts';
import { heardOf, silentEnd } from './trouble.ts';

export function codexAgent(program: AgentProgram): Agent {
  return { name: 'codex', wires: () => ['responses'], call: (order) => callOf(program, order) };
}

const keyVariable = 'ESPALIER_MODEL_KEY';

function callOf(program: AgentProgram, order: AgentOrder): AgentCall {
  const { gateway, decl, resumes } = order;
  if (gateway === null) throw new AgentError('codex asks a model, and this order has no gateway to one');
  const provider = `{name="espalier",base_url="${gateway.url}/v1",env_key="${keyVariable}",wire_api="responses",request_max_retries=2,stream_max_retries=2}`;
  const settings = ['analytics.enabled=false', 'check_for_update_on_startup=false', 'web_search="disabled"', 'model_provider=espalier', `model_providers.espalier=${provider}`, ...effortOf(order)];
  return {
    command: [
      ...program.command, 'exec', ...(resumes === null ? [] : ['resume', resumes]), '--json', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', '--disable', 'plugins',
      ...(decl.model === undefined ? [] : ['-m', decl.model]), ...settings.flatMap((setting) => ['-c', setting]), '-',
    ],
    files: new Map([['prompt.md', order.prompt]]),
    stdin: spokenPrompt(order.prompt),
    env: { ...channelEnv(order), [keyVariable]: gateway.key },
    home: new Map(), inputs: program.inputs, returns: channelReturns, keeps: ['.codex/sessions'],
    listen: () => listenTo(order, new CodexHearing()),
  };
}

function effortOf({ decl: { effort } }: AgentOrder): readonly string[] {
  return effort === undefined ? [] : [`model_reasoning_effort="${effort}"`];
}

class CodexHearing implements Hearing {
  #hasBegun = false;
  #isDone = false;
  #failure: string | null = null;
  #lastWords = '';

  read(event: unknown): readonly AgentEvent[] {
    switch (peekText(event, 'type')) {
      case 'thread.started':
        this.#hasBegun = true;
        return [{ kind: 'started', session: peekText(event, 'thread_id'), model: null }];
      case 'item.completed':
        return this.#item(peek(event, 'item'));
      case 'turn.completed':
        this.#isDone = true;
        return [{ kind: 'usage', usage: usageOf(peek(event, 'usage')) }];
      case 'turn.failed':
        this.#failure = peekText(event, 'error', 'message') ?? 'its turn failed';
        return [];
      case 'error':
        this.#failure ??= peekText(event, 'message');
        return [];
      default:
        return [];
    }
  }

  end({ tail }: Parameters<Hearing['end']>[0]): Heard {
    if (this.#isDone) return { kind: 'done', text: this.#lastWords };
    return this.#failure === null ? silentEnd(tail, this.#hasBegun) : heardOf({ status: null, text: this.#failure });
  }

  #item(item: unknown): readonly AgentEvent[] {
    switch (peekText(item, 'type')) {
      case 'agent_message':
        this.#lastWords = peekText(item, 'text') ?? '';
        return [{ kind: 'text', text: this.#lastWords }];
      case 'command_execution':
        return [{ kind: 'tool', name: 'command', text: peekText(item, 'command') ?? '' }];
      case 'file_change': case 'mcp_tool_call': case 'web_search':
        return [{ kind: 'tool', name: peekText(item, 'type') ?? '', text: JSON.stringify(item) }];
      default:
        return [];
    }
  }
}

/** Its input counts what was read from a cache as well. */
function usageOf(usage: unknown): Extract<AgentEvent, { readonly kind: 'usage' }>['usage'] {
  const cacheRead = peekCount(usage, 'cached_input_tokens');
  return { input: Math.max(0, peekCount(usage, 'input_tokens') - cacheRead), output: peekCount(usage, 'output_tokens'), cacheRead, cacheWrite: 0 };
}
