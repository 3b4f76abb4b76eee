/** pi: `pi --mode json -p`, which prints a stream of JSON events and speaks what its list of models says. */

import { type Agent, type AgentCall, AgentError, type AgentEvent, type AgentOrder, type ModelAccess } from '../ports/agent.ts';
import { channelEnv, channelReturns } from './channel.ts';
import { type Heard, type Hearing, listenTo } from './cli-listener.ts';
import { peek, peekCount, peekList, peekText } from './peek.ts';
import type { AgentProgram } from './program.ts';
import { spokenPrompt } from './spoken-prompt.ts';
import { heardOf, silentEnd } from './trouble.ts';

export function piAgent(program: AgentProgram): Agent {
  return { name: 'pi', wires: ({ model = '' }) => [model.startsWith('claude') ? 'messages' : 'chat'], call: (order) => callOf(program, order) };
}

const provider = 'espalier';

function callOf(program: AgentProgram, order: AgentOrder): AgentCall {
  const { gateway, decl: { model }, resumes } = order;
  if (gateway === null) throw new AgentError('pi asks a model, and this order has no gateway to one');
  if (model === undefined) throw new AgentError('pi has no model of its own: name one, as in `agent coder { use pi  model "…" }`');
  return {
    command: [...program.command, '--mode', 'json', '-p', '--provider', provider, '--model', model, ...(resumes === null ? [] : ['--session', resumes])],
    files: new Map([['prompt.md', order.prompt]]),
    stdin: spokenPrompt(order.prompt),
    env: { ...channelEnv(order), PI_OFFLINE: '1' },
    home: new Map([['.pi/agent/models.json', modelsOf(model, gateway)]]),
    inputs: program.inputs, returns: channelReturns, keeps: ['.pi/agent/sessions'],
    listen: () => listenTo(order, new PiHearing()),
  };
}

function modelsOf(model: string, { url, key }: ModelAccess): string {
  const speaks = model.startsWith('claude') ? { api: 'anthropic-messages', baseUrl: url } : { api: 'openai-completions', baseUrl: `${url}/v1` };
  return JSON.stringify({ providers: { [provider]: { ...speaks, apiKey: key, models: [{ id: model }] } } });
}

class PiHearing implements Hearing {
  #hasBegun = false;
  #reason: string | null = null;
  #failure = '';
  #words = '';

  read(event: unknown): readonly AgentEvent[] {
    switch (peekText(event, 'type')) {
      case 'session':
        this.#hasBegun = true;
        return [{ kind: 'started', session: peekText(event, 'id'), model: null }];
      case 'tool_execution_start':
        return [{ kind: 'tool', name: peekText(event, 'toolName') ?? '', text: JSON.stringify(peek(event, 'args')) }];
      case 'message_end':
        return peekText(event, 'message', 'role') === 'assistant' ? this.#said(peek(event, 'message')) : [];
      default:
        return [];
    }
  }

  /** Its exit code is 0 whatever became of it: the last message says why it stopped. */
  end({ tail }: Parameters<Hearing['end']>[0]): Heard {
    if (this.#reason === 'stop') return { kind: 'done', text: this.#words };
    if (this.#reason === 'length') return { kind: 'stopped', why: 'context', text: 'its last reply was cut for its length' };
    return this.#reason === null || this.#failure === '' ? silentEnd(tail, this.#hasBegun) : heardOf({ status: null, text: this.#failure });
  }

  #said(message: unknown): readonly AgentEvent[] {
    this.#reason = peekText(message, 'stopReason');
    this.#failure = peekText(message, 'errorMessage') ?? '';
    this.#words = peekList(message, 'content').map((part) => peekText(part, 'text') ?? '').join('');
    const usage = peek(message, 'usage');
    return [
      ...(this.#words === '' ? [] : [{ kind: 'text', text: this.#words } as const]),
      {
        kind: 'usage',
        usage: { input: peekCount(usage, 'input'), output: peekCount(usage, 'output'), cacheRead: peekCount(usage, 'cacheRead'), cacheWrite: peekCount(usage, 'cacheWrite') },
      },
    ];
  }
}
