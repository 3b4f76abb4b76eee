/**
 * The grammar as a table: every block, step kind and property, its keyword and what follows it.
 *
 * The parser reads by it, suggestions and completion take their words from it, and docs/language.md
 * says the same in EBNF (a test holds the two together). Which properties go with which kind of step
 * is the business of lowering.
 */
import { efforts, taskKinds } from '../../kernel/ir.ts';
import { registryKinds, wireNames } from '../../ports/provider.ts';
import type { NameOf, Shape } from './shape.ts';

export const version = '1';

/** `max 3`: a keyword and what follows it. */
export interface PropertyRule {
  readonly keyword: string;
  readonly value: Shape;
  /** It says what a step does, rather than how. */
  readonly isKind: boolean;
}

/** What may stand between braces. */
export interface BodyRule {
  readonly properties: ReadonlyMap<string, PropertyRule>;
  readonly blocks: ReadonlyMap<string, BlockRule>;
  readonly wires: boolean;
}

export interface BlockRule {
  readonly keyword: string;
  /** What its name is the name of; null where it has none. */
  readonly name: NameOf | null;
  /** What stands behind the keyword and the name. */
  readonly head: Shape | null;
  /** May have inputs in round brackets. */
  readonly inputs: boolean;
  readonly braces: 'none' | 'maybe' | 'needed';
  readonly body: BodyRule;
}

const text: Shape = { is: 'text' };
const count: Shape = { is: 'number', measure: 'count' };
const decimal: Shape = { is: 'number', measure: 'decimal' };
const time: Shape = { is: 'number', measure: 'time' };
const size: Shape = { is: 'number', measure: 'size' };
const usd: Shape = { is: 'number', measure: 'usd' };
const texts: Shape = { is: 'list', item: text };
const nothing: Shape = { is: 'all', parts: [] };
const name = (of: NameOf): Shape => ({ is: 'name', of });
const names = (of: NameOf): Shape => ({ is: 'list', item: name(of) });
const word = (...words: readonly string[]): Shape => ({ is: 'word', words });
const all = (...parts: readonly Shape[]): Shape => ({ is: 'all', parts });
const either = (...parts: readonly Shape[]): Shape => ({ is: 'either', parts });
const maybe = (part: Shape): Shape => ({ is: 'maybe', part });
const many = (part: Shape): Shape => ({ is: 'many', part });
const path = (end: string): Shape => ({ is: 'path', ends: [end], bare: false });
const amount = either(all(word('usd'), usd, maybe(all(word('tokens'), count))), all(word('tokens'), count));
const kinds = word(...taskKinds);

/** What an argument or the default of an input may be. */
export const argumentShape: Shape = either(text, count, { is: 'path', ends: ['text', 'data', 'tasks'], bare: true });
export const fallbackShape: Shape = either(text, count);
export const inputTypes: readonly string[] = ['text', 'number', 'task', 'tasks'];

type Rows = Readonly<Record<string, Shape>>;

function rules(rows: Rows, isKind = false): readonly PropertyRule[] {
  return Object.entries(rows).map(([keyword, value]) => ({ keyword, value, isKind }));
}

interface Parts {
  readonly blocks?: readonly BlockRule[];
  readonly wires?: boolean;
}

function body(properties: readonly PropertyRule[], { blocks = [], wires = false }: Parts = {}): BodyRule {
  return {
    properties: new Map(properties.map((rule) => [rule.keyword, rule])),
    blocks: new Map(blocks.map((rule) => [rule.keyword, rule])),
    wires,
  };
}

const noBody: BodyRule = body([]);

function block(keyword: string, named: NameOf | null, parts: Partial<BlockRule> = {}): BlockRule {
  return { keyword, name: named, head: null, inputs: false, braces: 'none', body: noBody, ...parts };
}

const approvers: Shape = all(name('step'), many(all(word('or', 'and'), name('step'))));

/** What a step does. */
export const kindRules: readonly PropertyRule[] = rules({
  run: either(text, all(word('script'), text)),
  agent: names('agent'),
  panel: names('agent'),
  gate: names('gate'),
  measure: name('gate'),
  ask: text,
  talk: names('agent'),
  grow: all(path('tasks'), many(all(word(...taskKinds, 'others'), name('workflow')))),
  call: all(name('workflow'), maybe({ is: 'arguments', value: argumentShape })),
  land: maybe(all(word('approved'), word('by'), approvers)),
  publish: all(word('branch'), text, maybe(all(word('to'), name('remote')))),
  learn: names('agent'),
  wait: either(time, all(word('for'), text)),
}, true);

/** How it does it. */
export const stepProperties: readonly PropertyRule[] = rules({
  prompt: text,
  by: word('attempt', 'effort'),
  writes: either(path('writes'), all(kinds, texts), texts),
  fresh: nothing,
  returns: word('tasks', 'data'),
  outcomes: names('outcome'),
  approves: all(name('outcome'), maybe(all(word('else'), name('outcome')))),
  continue: count,
  session: word('afresh', 'resume'),
  reads: names('source'),
  waiver: name('waiver'),
  better: word('higher', 'lower'),
  target: decimal,
  repeat: count,
  show: name('step'),
  parallel: count,
  repairs: word('base'),
  explore: all(count, word('pick'), word('first', 'best')),
  every: time,
  in: name('sandbox'),
  with: names('service'),
  max: count,
  timeout: time,
});

const stepBody: BodyRule = body([...kindRules, ...stepProperties], { wires: true });
export const stepRule: BlockRule = block('step', 'step', { braces: 'needed', body: stepBody });

const limitCounts: readonly string[] = [
  'leases', 'inbox', 'retries', 'rate-limits', 'conflicts', 'ejections', 'visits', 'repeats', 'follow-up-depth',
  'follow-ups', 'tasks', 'batch', 'probes', 'turns',
];
const limitTimes: readonly string[] = ['lease-time', 'lease-life', 'backoff', 'backoff-max'];

const limitRules: readonly PropertyRule[] = rules({
  ...Object.fromEntries(limitCounts.map((keyword) => [keyword, count])),
  ...Object.fromEntries(limitTimes.map((keyword) => [keyword, time])),
  allowance: amount,
});

/** What all runs of a machine may use in one day. */
const dayRule: BlockRule = block('day', null, { braces: 'needed', body: body(rules({ usd, tokens: count })) });

/** Who is asked on the person's behalf, and where the key to it is. */
const upstream = (kinds: readonly string[]): Partial<BlockRule> => ({
  braces: 'needed',
  body: body(rules({ speaks: { is: 'list', item: word(...kinds) }, url: text, key: all(word('env', 'file', 'command'), text) })),
});

/** What stands in a file beside its header. */
export const itemRules: readonly BlockRule[] = [
  block('include', null, { head: either(text, all(word('recipe'), name('recipe'))) }),
  block('root', 'workflow'),
  block('agent', 'agent', {
    braces: 'needed',
    body: body(rules({
      use: name('program'), model: text, effort: word(...efforts), allowance: amount,
      instructions: texts, skills: texts, command: text,
    })),
  }),
  block('sandbox', 'sandbox', {
    braces: 'needed',
    body: body(rules({
      use: name('program'), image: text, memory: size, disk: size, pids: count, cpus: decimal, reaches: names('hosts'),
      needs: names('machine'),
    })),
  }),
  block('service', 'service', {
    head: text, braces: 'maybe', body: body(rules({ ready: text, port: count, in: name('sandbox') })),
  }),
  block('gate', 'gate', {
    head: text,
    braces: 'maybe',
    body: body(rules({
      role: word('static', 'tests'), in: name('sandbox'), kinds: { is: 'list', item: kinds },
      control: word('on', 'off'), with: names('service'), report: texts, writes: word('discarded'), git: word('synthetic'), timeout: time,
    })),
  }),
  block('landing', null, { head: names('gate') }),
  block('budget', null, { braces: 'needed', body: body(rules({ usd, tokens: count, time }), { blocks: [dayRule] }) }),
  block('limits', null, { braces: 'needed', body: body(limitRules) }),
  ...['tests', 'protect', 'manifests', 'docs', 'elsewhere'].map((keyword) => block(keyword, null, { head: texts })),
  block('person', 'person', { head: all(word('may'), { is: 'list', item: word('answer', 'publish') }) }),
  block('workflow', 'workflow', { inputs: true, braces: 'needed', body: body([], { blocks: [stepRule] }) }),
  block('source', 'source', { head: text }),
  block('hosts', 'hosts', { head: texts }),
  block('waiver', 'waiver', { head: text }),
  block('provider', 'provider', upstream(wireNames)),
  block('registry', 'registry', upstream(registryKinds)),
];

export const fileBody: BodyRule = body([], { blocks: itemRules });

/** Words of a person's own configuration that no version has yet: they begin nothing, and each is told. */
export const laterWords: readonly string[] = ['keys', 'ceiling', 'notify', 'remote'];

/** Words that may begin an entry, for suggestions. */
export function keywordsOf({ properties, blocks }: BodyRule): readonly string[] {
  return [...properties.keys(), ...blocks.keys()];
}
