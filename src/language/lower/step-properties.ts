/**
 * Which properties each kind of step has: the table of docs/language.md.
 *
 * A property that a step does not have is refused, never ignored.
 */
import { listed } from '../../kernel/phrase.ts';
import type { Clause } from '../syntax/tree.ts';
import type { BlockReader } from './block-reader.ts';

export const stepKinds = [
  'run', 'agent', 'panel', 'gate', 'measure', 'ask', 'talk', 'grow', 'call', 'land', 'publish', 'learn', 'wait',
] as const;
export type StepWord = (typeof stepKinds)[number];
const stepWords: ReadonlyMap<string, StepWord> = new Map(stepKinds.map((kind) => [kind, kind]));

const leaf: readonly string[] = ['in', 'outcomes', 'reads', 'waiver'];
const asked: readonly string[] = ['prompt', ...leaf, 'approves', 'continue', 'session'];
const writing: readonly string[] = ['writes', 'fresh'];
const agent: readonly string[] = [...asked, 'by', 'returns', ...writing];

const propertiesOf: Readonly<Record<StepWord, readonly string[]>> = {
  run: [...leaf, 'with', ...writing],
  agent,
  panel: asked,
  learn: agent,
  gate: [],
  measure: ['better', 'target', 'repeat'],
  ask: ['show', 'approves'],
  talk: ['prompt', 'waiver'],
  grow: ['parallel', 'repairs'],
  call: ['explore'],
  land: [],
  publish: [],
  wait: ['every', 'outcomes', 'in', 'waiver'],
};

/** What every step may have. */
const common: readonly string[] = ['max', 'timeout'];

/** The clause that says the step's kind; says what does not go with it. */
export function kindOf(read: BlockReader, name: string): { readonly word: StepWord; readonly clause: Clause } | null {
  const clauses = read.block.entries.filter((entry) => entry.kind === 'clause');
  const kinds = clauses.flatMap((clause) => {
    const word = stepWords.get(clause.key.text);
    return word === undefined ? [] : [{ word, clause }];
  });
  const [kind, second] = kinds;
  const span = read.block.name?.span ?? read.block.keyword.span;
  if (kind === undefined) {
    if (read.block.broken) return null;
    const hint = `say what it does: \`${stepKinds.join('`, `')}\``;
    read.say('no-kind-in-a-step', span, { message: `step \`${name}\` does nothing`, hint });
    return null;
  }
  if (second !== undefined) {
    const message = `step \`${name}\` is \`${kind.word}\` and \`${second.word}\` at once`;
    read.say('two-kinds-in-a-step', second.clause.key.span, { message, hint: 'make two steps of it' });
  }
  const known = [...propertiesOf[kind.word], ...common];
  for (const { key } of clauses) {
    if (stepWords.has(key.text) || known.includes(key.text)) continue;
    const message = `a step that is \`${kind.word}\` has no \`${key.text}\``;
    read.say('property-not-here', key.span, { message, hint: `its properties: ${listed(known)}` });
  }
  return kind;
}
