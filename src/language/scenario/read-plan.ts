/**
 * The plan of a scenario in a few lines, read with the builder that tests use: `limits`, `agent`,
 * `gate`, `landing`, `budget`, `people`, `paths`, `workflow NAME [for task]` with its steps
 * indented below it, and `tasks NAME` with the tasks of a decomposition.
 */

import type {
  AgentDecl, Budget, GateDecl, Input, SandboxDecl, Ir, Limits, PathClasses, Person, Step, TaskKind, TaskSpec, Workflow,
} from '../../kernel/ir.ts';
import { taskKinds } from '../../kernel/ir.ts';
import { plan, taskWorkflow, workflow } from '../build-ir.ts';
import { defaultLimits, defaultPaths } from '../defaults.ts';
import { readAmount, readDollars, readDurationMs } from './quantities.ts';
import { oneOf, readStep } from './read-step.ts';
import { readTask } from './read-task.ts';
import type { SaidLine } from './scenario-text.ts';
import { Slip, Words, wholeOf } from './words.ts';

export interface ReadPlan {
  /** `null` when only tasks were said. */
  readonly ir: Ir | null;
  readonly tasks: ReadonlyMap<string, readonly TaskSpec[]>;
}

interface Parts {
  readonly workflows: { name: string; forTask: boolean; inputs: readonly Input[]; steps: Step[] }[];
  readonly agents: AgentDecl[];
  readonly gates: GateDecl[];
  readonly sandboxes: SandboxDecl[];
  readonly people: Person[];
  readonly tasks: Map<string, TaskSpec[]>;
  limits: Partial<Limits>;
  budget: Budget;
  paths: PathClasses;
  landing: readonly string[] | null;
  /** Where indented lines go. */
  into: ((line: string) => void) | null;
}

/** `slipAt` tells at which line a slip was. */
export function readPlan(lines: readonly SaidLine[], slipAt: (line: number, slip: Slip) => void): ReadPlan {
  const parts: Parts = {
    workflows: [], agents: [], gates: [], sandboxes: [], people: [], tasks: new Map(), limits: {},
    budget: { usdMicros: null, tokens: null, timeMs: null }, paths: defaultPaths, landing: null, into: null,
  };
  for (const { line, text } of joined(lines)) {
    try {
      readLine(parts, text);
    } catch (error) {
      if (!(error instanceof Slip)) throw error;
      slipAt(line, error);
    }
  }
  return { ir: parts.workflows.length === 0 ? null : irOf(parts), tasks: parts.tasks };
}

/** `goal`, or with its type `count:number`. */
function readInput(word: string): Input {
  const [name = '', type = 'text'] = word.split(':');
  return { name, type: oneOf(type, ['text', 'number', 'tasks'] as const) };
}

function irOf(parts: Parts): Ir {
  const { limits, budget, paths, landing, people, agents, gates, sandboxes } = parts;
  const workflows: Workflow[] = parts.workflows.map(({ name, forTask, inputs, steps }) =>
    (forTask ? taskWorkflow(name, ...steps) : { ...workflow(name, ...steps), inputs }));
  const built = plan({
    workflows, limits, budget, paths, people, sandboxes,
    ...(gates.length === 0 ? {} : { gates }), ...(landing === null ? {} : { landing }),
  });
  const said = new Set(agents.map(({ name }) => name));
  return { ...built, agents: [...agents, ...built.agents.filter(({ name }) => !said.has(name))] };
}

/** A line that begins with `|` goes on with the one above it. */
function joined(lines: readonly SaidLine[]): readonly SaidLine[] {
  const all: SaidLine[] = [];
  for (const { line, text } of lines) {
    const last = all.at(-1);
    const goesOn = last !== undefined && /^\s+\|/.test(text);
    if (goesOn) all[all.length - 1] = { line: last.line, text: `${last.text} ${text.trim()}` };
    else all.push({ line, text });
  }
  return all;
}

function readLine(parts: Parts, text: string): void {
  if (/^\s/.test(text)) {
    if (parts.into === null) throw new Slip('this line is indented, and nothing above it takes lines');
    return parts.into(text);
  }
  parts.into = null;
  const words = new Words(text);
  const what = words.next('a word');
  const read = Object.hasOwn(readers, what) ? readers[what] : undefined;
  if (read === undefined) throw new Slip(`«${what}» is unknown here; a plan says ${Object.keys(readers).join(', ')}`);
  read(parts, words);
  words.end();
}

const readers: Readonly<Record<string, (parts: Parts, words: Words) => void>> = {
  plan: () => undefined,
  workflow(parts, words) {
    const name = words.next('a name');
    const steps: Step[] = [];
    const forTask = words.take('for') && words.take('task');
    const inputs = words.take('takes') ? words.list('inputs').map(readInput) : [];
    parts.workflows.push({ name, steps, forTask, inputs });
    parts.into = (line) => void steps.push(readStep(line));
  },
  tasks(parts, words) {
    const tasks: TaskSpec[] = [];
    parts.tasks.set(words.next('a name'), tasks);
    parts.into = (line) => void tasks.push(readTask(line));
  },
  limits(parts, words) {
    while (!words.done) parts.limits = { ...parts.limits, ...readLimit(words.next('NAME=VALUE')) };
  },
  budget(parts, words) {
    while (!words.done) parts.budget = { ...parts.budget, ...readBudget(words.next('an amount')) };
  },
  agent(parts, words) {
    const name = words.next('a name');
    parts.agents.push({ name, use: 'scripted', ...(words.take('allowance') ? { allowance: readAmount(words) } : {}) });
  },
  sandbox: (parts, words) => void parts.sandboxes.push({ name: words.next('a name'), use: 'scripted' }),
  gate: (parts, words) => void parts.gates.push(readGate(words)),
  landing: (parts, words) => void (parts.landing = words.list('gates')),
  people(parts, words) {
    while (!words.done) parts.people.push(readPerson(words.next('NAME:answer,publish')));
  },
  paths(parts, words) {
    while (!words.done) {
      const [name = '', globs = ''] = words.next('CLASS=GLOBS').split('=');
      const one = oneOf(name, ['tests', 'protect', 'manifests', 'docs', 'elsewhere'] as const);
      parts.paths = { ...parts.paths, [one]: globs.split(',').filter((glob) => glob !== '') };
    }
  },
};

function readLimit(pair: string): Partial<Limits> {
  const [name = '', value = ''] = pair.split('=');
  if (name === 'allowance') return { allowance: readAmount(new Words(value.replace('+', ' '))) };
  const known = oneOf(name, Object.keys(defaultLimits));
  return { [known]: known.endsWith('Ms') ? readDurationMs(value) : wholeOf(value, known) };
}

function readBudget(word: string): Partial<Budget> {
  if (word.startsWith('$')) return { usdMicros: readDollars(word) };
  if (word.endsWith('t')) return { tokens: wholeOf(word.slice(0, -1), 'a number of tokens') };
  return { timeMs: readDurationMs(word) };
}

function readGate(words: Words): GateDecl {
  const name = words.next('a name');
  const role = oneOf(words.next('static or tests'), ['static', 'tests'] as const);
  const control = words.take('no-control') ? { control: false } : {};
  const readKinds = (): TaskKind[] => words.list('kinds').map((kind) => oneOf(kind, taskKinds));
  const kinds = words.take('for') ? { kinds: readKinds() } : {};
  const sandbox = words.take('in') ? { sandbox: words.next('a sandbox') } : {};
  return { name, command: `npm run ${name}`, role, ...control, ...kinds, ...sandbox };
}

function readPerson(word: string): Person {
  const [name = '', acts = ''] = word.split(':');
  const may = acts.split(',').filter((act) => act !== '');
  return { name, may: may.map((act) => oneOf(act, ['answer', 'publish'] as const)) };
}
