/** One step of a workflow in a line: `write: agent coder writes task.writes max 3 | ok -> verify  fail -> write`. */

import type { Argument, GrowStep, RunStep, Step, Wire } from '../../kernel/ir.ts';
import { taskKinds } from '../../kernel/ir.ts';
import { wiresOf } from '../build-ir.ts';
import { readDurationMs } from './quantities.ts';
import { Slip, Words } from './words.ts';

export function readStep(line: string): Step {
  const [, name, said = '', wired = ''] = /^([\w-]+):\s*([^|]*)(?:\|(.*))?$/.exec(line.trim()) ?? [];
  if (name === undefined) throw new Slip('a step is written as NAME: KIND … | OUTCOME -> STEP …');
  const words = new Words(said);
  const kind = words.next('a kind of step');
  const base = { name, wires: readWires(wired) };
  const step = readKind(words, kind, base);
  words.end();
  return step;
}

function readWires(text: string): readonly Wire[] {
  try {
    return wiresOf(text);
  } catch {
    throw new Slip(`wires are written as OUTCOME -> STEP, or OUTCOME -> end as WORD; found «${text.trim()}»`);
  }
}

interface Base {
  readonly name: string;
  readonly wires: readonly Wire[];
}

/** Options in any order; one that is not known is left for `end` to tell. */
type Options = Readonly<Record<string, (words: Words) => object>>;

function readKind(words: Words, kind: string, base: Base): Step {
  switch (kind) {
    case 'run':
      return { ...base, kind, command: words.next('a command'), ...options(words, { ...common, ...work }) };
    case 'agent': {
      const agents = words.list('agents');
      const prompt = `prompts/${base.name}.md`;
      return { ...base, kind, agents, prompt, ...options(words, { ...common, ...work, ...agent }) };
    }
    case 'gate':
      return { ...base, kind, gates: words.list('gates'), ...options(words, common) };
    case 'measure':
      return {
        ...base, kind, gate: words.next('a gate'),
        better: oneOf(words.next('higher or lower'), ['higher', 'lower'] as const),
        ...options(words, { ...common, target: (rest) => ({ target: Number(rest.next('a number')) }), repeat: (rest) => ({ repeat: rest.whole('pairs of runs') }) }),
      };
    case 'ask':
      return { ...base, kind, question: words.next('a question'), ...options(words, { ...common, ...asking }) };
    case 'talk':
      return {
        ...base, kind, agents: words.list('agents'), prompt: `prompts/${base.name}.md`, ...options(words, common),
      };
    case 'grow':
      return { ...base, kind, ...growParts(words), ...options(words, { ...common, ...growing }) };
    case 'call':
      return { ...base, kind, workflow: words.next('a workflow'), ...options(words, { ...common, explore, gives }) };
    case 'land':
      return { ...base, kind, approvedBy: groups(words), ...options(words, common) };
    case 'publish':
      return {
        ...base, kind, remote: words.next('a remote'), branch: words.next('a branch'), ...options(words, common),
      };
    case 'wait':
      return { ...base, kind, ...options(words, { ...common, ...waiting }) };
    default:
      throw new Slip(`«${kind}» is no kind of step`);
  }
}

function options(words: Words, known: Options): object {
  let parts: object = {};
  for (let more = true; more;) {
    const option = Object.entries(known).find(([word]) => words.take(word));
    if (option === undefined) more = false;
    else parts = { ...parts, ...option[1](words) };
  }
  return parts;
}

const common: Options = {
  max: (words) => ({ max: words.whole('max') }),
  timeout: (words) => ({ timeoutMs: readDurationMs(words.next('a time')) }),
};

const work: Options = {
  writes: readWrites,
  fresh: () => ({ fresh: true }),
  outcomes: (words) => ({ outcomes: words.list('outcomes') }),
};

const agent: Options = {
  panel: () => ({ panel: true }),
  by: (words) => ({ by: oneOf(words.next('attempt or effort'), ['attempt', 'effort'] as const) }),
  returns: (words) => ({ returns: oneOf(words.next('tasks or data'), ['tasks', 'data'] as const) }),
  approves: (words) => ({ approves: words.next('a word') }),
  otherwise: (words) => ({ otherwise: words.next('a word') }),
  continues: (words) => ({ continues: words.whole('continues') }),
  session: (words) => ({ session: oneOf(words.next('afresh or resume'), ['afresh', 'resume'] as const) }),
};

const asking: Options = {
  show: (words) => ({ show: words.next('what is shown') }),
  approves: (words) => ({ approves: words.next('a word') }),
};

const waiting: Options = {
  after: (words) => ({ afterMs: readDurationMs(words.next('a time')) }),
  command: (words) => ({ command: words.next('a command') }),
  every: (words) => ({ everyMs: readDurationMs(words.next('a time')) }),
  outcomes: (words) => ({ outcomes: words.list('outcomes') }),
};

const growing: Options = {
  'repairs-base': () => ({ repairsBase: true }),
};

/** `gives goal "as it is"`, `gives goal plan.text`, `gives goal goal`; and several with `and`. */
function gives(words: Words): object {
  const given: Argument[] = [];
  do {
    const input = words.next('an input');
    const text = words.text();
    given.push({ input, value: text === null ? readValue(words.next('a value')) : { from: 'literal', text } });
  } while (words.take('and'));
  return { arguments: given };
}

function readValue(word: string): Argument['value'] {
  const [name = '', what] = word.split('.');
  if (what === undefined) return { from: 'input', name };
  return { from: 'step', step: name, what: oneOf(what, ['text', 'data', 'tasks'] as const) };
}

function explore(words: Words): object {
  const branches = words.whole('branches');
  if (!words.take('pick')) throw new Slip('expected: explore N pick first, or pick best');
  return { explore: { branches, pick: oneOf(words.next('first or best'), ['first', 'best'] as const) } };
}

function growParts(words: Words): Pick<GrowStep, 'tasks' | 'parallel' | 'workflows'> {
  const tasks = words.next('the step that returns tasks');
  if (!words.take('parallel')) throw new Slip('expected: grow STEP parallel N KIND=WORKFLOW,…');
  const parallel = words.whole('parallel');
  const workflows = words.list('KIND=WORKFLOW').map((pair) => {
    const [kind = '', workflow = ''] = pair.split('=');
    return { kind: oneOf(kind, taskKinds), workflow };
  });
  return { tasks, parallel, workflows };
}

function groups(words: Words): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  while (words.take('by')) all.push(words.list('steps that approve'));
  return all;
}

/** `task.writes`, `src/a.ts,lib/**`, or a kind of task before the paths: `code src/**`. */
function readWrites(words: Words): Pick<RunStep, 'writes' | 'writesKind'> {
  const kind = taskKinds.find((one) => words.take(one));
  const paths = words.list('paths');
  if (paths.length === 1 && paths[0] === 'task.writes') return { writes: 'task.writes' };
  return { writes: paths, ...(kind === undefined ? {} : { writesKind: kind }) };
}

export function oneOf<T extends string>(word: string, known: readonly T[]): T {
  const found = known.find((item) => item === word);
  if (found === undefined) throw new Slip(`expected one of ${known.join(', ')}; found «${word}»`);
  return found;
}
