/**
 * Any program: it reads what it is asked from its standard input, changes files itself or prints an envelope, and says
 * by its exit status whether it went to its end.
 *
 * Which program that is the workflow's author has written, as the commands of gates are: a shell in the box reads it.
 * It speaks by the files of the channel as every agent does, and needs none of them to end `ok`.
 */

import { randomBytes } from 'node:crypto';
import { type Agent, type AgentCall, type AgentEnded, AgentError, type AgentListener, type AgentOrder, type AgentResult, type ModelAccess } from '../ports/agent.ts';
import { wireNames } from '../ports/provider.ts';
import { channelEnv, channelReturns, noteOf, readChannel } from './channel.ts';
import { envelopePrompt } from './envelope/envelope-prompt.ts';
import { mostEnvelopeCharacters, readEnvelope } from './envelope/read-envelope.ts';

/** `newNonce`: another for each call, that nobody can guess. */
export function commandAgent(newNonce: () => string = () => randomBytes(16).toString('hex')): Agent {
  return { name: 'command', wires: ({ model }) => (model === undefined ? [] : wireNames), call: (order) => callOf(order, newNonce()) };
}

function callOf(order: AgentOrder, nonce: string): AgentCall {
  const { decl: { name, command = '' }, prompt, gateway, writes } = order;
  if (command.trim() === '') throw new AgentError(`agent ${name} has no command: say it, as in \`agent ${name} { use command  command "my-agent" }\``);
  const asked = writes ? `${prompt.trimEnd()}\n\n${envelopePrompt(nonce)}` : prompt;
  return {
    command: ['sh', '-c', command],
    files: new Map([['prompt.md', asked]]),
    stdin: asked,
    env: { ...channelEnv(order), ...(gateway === null ? {} : gatewayEnv(gateway)) },
    home: new Map(), inputs: [], keeps: [], returns: channelReturns,
    listen: () => new CommandListener(order, nonce),
  };
}

/** Which API its model has only its author knows. */
function gatewayEnv({ url, socket, key }: ModelAccess): Readonly<Record<string, string>> {
  return { ESPALIER_GATEWAY: url, ESPALIER_GATEWAY_SOCKET: socket, ESPALIER_GATEWAY_KEY: key };
}

/** In UTF-8 a character of the envelope has four bytes at most. */
const mostBytes = 4 * mostEnvelopeCharacters;
const mostText = 4_000;

class CommandListener implements AgentListener {
  readonly #order: AgentOrder;
  readonly #nonce: string;
  readonly #printed: Uint8Array[] = [];
  #length = 0;

  constructor(order: AgentOrder, nonce: string) {
    this.#order = order;
    this.#nonce = nonce;
  }

  push(stream: 'stdout' | 'stderr', bytes: Uint8Array): readonly [] {
    if (stream === 'stderr' || !this.#order.writes) return [];
    this.#length += bytes.length;
    if (this.#length <= mostBytes) this.#printed.push(Uint8Array.from(bytes));
    return [];
  }

  end(ended: AgentEnded): AgentResult {
    const { outcome, tail } = ended;
    if (outcome.kind !== 'exit') return this.#crashed(`its program was ended: ${outcome.kind}`, ended);
    if (outcome.code !== 0) return this.#crashed(tail.trim().slice(-mostText) || `its program exited with ${outcome.code}`, ended);
    const said = readChannel(this.#order, ended, this.#lastWords(tail));
    return said.kind === 'ended' && this.#order.writes ? this.#withEdits(said) : said;
  }

  #crashed(text: string, { returned }: AgentEnded): AgentResult {
    const note = noteOf(returned);
    return { kind: 'stopped', why: 'crashed', text: note === '' ? text : `${text}\n\n${note}` };
  }

  #withEdits(said: Extract<AgentResult, { readonly kind: 'ended' }>): AgentResult {
    const text = this.#length <= mostBytes ? Buffer.concat(this.#printed).toString('utf8') : null;
    if (text === null) return { kind: 'misshapen', text: `it printed more than ${mostBytes} bytes, in which an envelope is not looked for: print less to standard output` };
    const read = readEnvelope(text, this.#nonce);
    if (!read.ok) return { kind: 'misshapen', text: `its envelope is void, and nothing of it is applied: ${read.why}` };
    return read.parts.length === 0 ? said : { ...said, edits: read.parts };
  }

  /** What stands before an envelope: the envelope itself is seen as what it changes. */
  #lastWords(tail: string): string {
    const at = tail.indexOf(`=== ${this.#nonce} `);
    return (at === -1 ? tail : tail.slice(0, at)).trim().slice(-mostText);
  }
}
