/** opencode: `opencode run --format json`, which prints a stream of JSON events and speaks what its configuration says. */

import { type Agent, type AgentCall, AgentError, type AgentEvent, type AgentOrder, type ModelAccess } from '../ports/agent.ts';
import { channelEnv, channelReturns } from './channel.ts';
import { type Heard, type Hearing, listenTo } from './cli-listener.ts';
import { peek, peekCount, peekText } from './peek.ts';
import type { AgentProgram } from './program.ts';
import { spokenPrompt } from './spoken-prompt.ts';
import { heardOf, silentEnd } from './trouble.ts';

export function opencodeAgent(program: AgentProgram): Agent {
  return { name: 'opencode', wires: ({ model = '' }) => [model.startsWith('claude') ? 'messages' : 'chat'], call: (order) => callOf(program, order) };
}

function callOf(program: AgentProgram, order: AgentOrder): AgentCall {
  const { gateway, decl: { model }, resumes } = order;
  if (gateway === null) throw new AgentError('opencode asks a model, and this order has no gateway to one');
  if (model === undefined) throw new AgentError('opencode has no model of its own: name one, as in `agent coder { use opencode  model "…" }`');
  return {
    command: [...program.command, 'run', '--format', 'json', '--title', 'order', '--model', `${provider}/${model}`, ...(resumes === null ? [] : ['-s', resumes])],
    files: new Map([['prompt.md', order.prompt]]),
    stdin: spokenPrompt(order.prompt),
    env: {
      ...channelEnv(order), OPENCODE_CONFIG_CONTENT: opencodeConfig(model, gateway), OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_PURE: '1', npm_config_offline: 'true',
    },
    home: new Map(), inputs: program.inputs, returns: channelReturns, keeps: ['.local/share/opencode'],
    listen: () => listenTo(order, new OpencodeHearing()),
  };
}

const provider = 'espalier';

/** Also for whoever begins it otherwise. */
export function opencodeConfig(model: string, { url, key }: ModelAccess): string {
  const npm = model.startsWith('claude') ? '@ai-sdk/anthropic' : '@ai-sdk/openai-compatible';
  const named = `${provider}/${model}`;
  return JSON.stringify({
    // Where a conversation stays too long it would shorten it and ask again, for ever and paid each time (measured).
    compaction: { auto: false },
    autoupdate: false, share: 'disabled', enabled_providers: [provider], model: named, small_model: named, permission: { '*': 'allow' },
    provider: { [provider]: { npm, name: provider, options: { baseURL: `${url}/v1`, apiKey: key }, models: { [model]: { name: model, limit: { context: 200_000, output: 16_000 } } } } },
  });
}

class OpencodeHearing implements Hearing {
  #session: string | null = null;
  #reason: string | null = null;
  #failure: unknown = null;
  #words = '';

  read(event: unknown): readonly AgentEvent[] {
    return [...this.#begun(event), ...this.#read(event)];
  }

  #begun(event: unknown): readonly AgentEvent[] {
    const session = peekText(event, 'sessionID');
    if (session === null || this.#session !== null) return [];
    this.#session = session;
    return [{ kind: 'started', session, model: null }];
  }

  #read(event: unknown): readonly AgentEvent[] {
    const part = peek(event, 'part');
    switch (peekText(event, 'type')) {
      case 'text':
        this.#words = peekText(part, 'text') ?? '';
        return [{ kind: 'text', text: this.#words }];
      case 'tool_use':
        return [{ kind: 'tool', name: peekText(part, 'tool') ?? '', text: JSON.stringify(peek(part, 'state', 'input')) }];
      case 'step_finish':
        this.#reason = peekText(part, 'reason');
        return [{ kind: 'usage', usage: usageOf(peek(part, 'tokens')) }];
      case 'error':
        this.#failure ??= peek(event, 'error');
        return [];
      default:
        return [];
    }
  }

  end({ tail }: Parameters<Hearing['end']>[0]): Heard {
    if (this.#failure !== null) {
      const status = peekCount(this.#failure, 'data', 'statusCode');
      return heardOf({ status: status === 0 ? null : status, text: peekText(this.#failure, 'data', 'message') ?? peekText(this.#failure, 'name') ?? tail });
    }
    if (this.#reason === 'stop') return { kind: 'done', text: this.#words };
    if (this.#reason === 'length') return { kind: 'stopped', why: 'context', text: 'its last reply was cut for its length' };
    return silentEnd(tail, this.#session !== null);
  }
}

function usageOf(tokens: unknown): Extract<AgentEvent, { readonly kind: 'usage' }>['usage'] {
  return {
    input: peekCount(tokens, 'input'), output: peekCount(tokens, 'output') + peekCount(tokens, 'reasoning'),
    cacheRead: peekCount(tokens, 'cache', 'read'), cacheWrite: peekCount(tokens, 'cache', 'write'),
  };
}
