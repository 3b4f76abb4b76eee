/**
 * What wires and caps allow is never less than what a path costs: of random plans of every kind of
 * step, on walks that a seed decides and on the costliest paths that are found.
 */
import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/hands/seeded-random.ts';
import { standIn } from '../../src/hands/stand-in.ts';
import { checkIr } from '../../src/kernel/check-ir.ts';
import type { Ir, TaskKind } from '../../src/kernel/ir.ts';
import { type BoundCost, boundByWires, type WireBound } from '../../src/language/rehearsal/bound-by-wires.ts';
import { agent, ask, call, gate, land, plan, workflow } from '../../src/language/build-ir.ts';
import { Course } from '../../src/language/rehearsal/course.ts';
import { exampleTasks } from '../../src/language/rehearsal/example-tasks.ts';
import { type Following, intentsAt } from '../../src/language/rehearsal/next-choice.ts';
import type { Occasion } from '../../src/language/rehearsal/next-move.ts';
import { type Intent, well } from '../../src/language/rehearsal/place.ts';
import { isQuestion } from '../../src/language/rehearsal/possible-words.ts';
import { answersStudied, studyPaths } from '../../src/language/rehearsal/study-paths.ts';
import { inputsOf, walk } from '../../src/language/rehearsal/walk.ts';
import { Choices } from '../simulation/choices.ts';
import { randomPlan } from '../simulation/random-plan.ts';

const plans = Array.from({ length: 20 }, (_, seed) => planOf(seed)).filter((ir) => checkIr(ir).length === 0);

function planOf(seed: number): Ir {
  const choices = Choices.fromSeed(seed);
  choices.nextRow();
  const ir = randomPlan(choices);
  return { ...ir, budget: { usdMicros: null, tokens: null, timeMs: null }, limits: { ...ir.limits, inbox: 100 } };
}

const bounds = new WeakMap<Ir, WireBound>();

function boundOf(ir: Ir, kind: TaskKind | null): BoundCost | undefined {
  const bound = bounds.get(ir) ?? boundByWires(ir, answersStudied);
  bounds.set(ir, bound);
  return kind === null ? bound.root : bound.tasks.find((one) => one.kind === kind);
}

test('no walk costs more than wires and caps allow', () => {
  let walked = 0;
  for (const [index, ir] of plans.entries()) {
    for (let seed = 0; seed < 3; seed += 1) {
      for (const [task, orders] of ordersOfWalk(ir, 1_000 * index + seed)) {
        const kind = task === null ? null : taskKindOf(ir, task);
        ok(orders <= (boundOf(ir, kind)?.orders ?? -1), `plan ${index}, seed ${seed}: ${task ?? 'the run'} takes ${orders} of ${boundOf(ir, kind)?.orders}`);
        walked += 1;
      }
    }
  }
  ok(walked > 80, `${walked} were held against a bound`);
});

test('no path that is found costs more than wires and caps allow', () => {
  let found = 0;
  for (let seed = 0; seed < 16; seed += 1) {
    const ir = smallPlan(seededRandom(seed));
    if (checkIr(ir).length > 0) continue;
    for (const { orders, usdMicros } of studyPaths(ir, { standIn, most: 1_000, ways: 2_000, isByAgent: false }).parts) {
      const bound = boundOf(ir, null);
      ok(orders.least <= (bound?.orders ?? -1) && usdMicros.least <= (bound?.usdMicros ?? -1), `seed ${seed}: ${orders.least} of ${bound?.orders}`);
      found += orders.most === orders.least && orders.least > 1 ? 1 : 0;
    }
  }
  ok(found > 12, `${found} costliest paths were found`);
});

/** Steps that lead anywhere: an author, a panel, a person, a workflow that is called, or a writer that lands. */
function smallPlan(random: () => number): Ir {
  const pick = (...all: readonly string[]): string => all[Math.floor(random() * all.length)] ?? '';
  const most = (): number => 1 + Math.floor(random() * 3);
  const any = (): string => pick('write', 'ask', 'part', 'halt');
  const continues = Math.floor(random() * 2);
  const lands = random() < 0.3;
  return plan({
    agents: ['coder', 'senior'].map((name, index) => ({ name, use: 'scripted', allowance: { usdMicros: 10 + 10 * index, tokens: 0 } })),
    limits: { visits: 3, repeats: 9, conflicts: Math.floor(random() * 2), ejections: 0, retries: 1, followUps: 0 },
    workflows: [
      workflow('root', ...lands ? [
        agent('write', { agents: ['coder', 'senior'], by: 'attempt', writes: ['src/**'], writesKind: 'code', max: most() },
          `ok -> judge fail -> write refused -> halt limit -> ${pick('halt', 'ask')}`),
        gate('judge', ['unit'], 'green -> land red -> write'),
        land('land', [], `landed -> part conflict -> write red -> ${any()} limit -> ${pick('halt', 'ask')}`),
      ] : [agent('write', { agents: ['coder', 'senior'], panel: true, max: most(), continues }, `ok -> part split -> ${any()} fail -> ${any()} limit -> ${any()}`)],
      call('part', { workflow: 'part', max: most() }, `ok -> ${pick('end', 'ask')} bad -> ${any()}`),
      ask('ask', { question: 'On?' }, `yes -> ${any()} no -> halt enough -> end`)),
      workflow('part', agent('try', { agents: ['coder'], max: most(), continues }, `ok -> end fail -> try limit -> end as bad fault -> ${pick('try', 'halt')}`)),
    ],
  });
}

/** Tasks of a plan that was made again have numbers. */
const taskKindOf = (ir: Ir, id: string): TaskKind | null =>
  exampleTasks(ir).find((task) => id === task.id || new RegExp(`^${task.id}-\\d+$`).test(id))?.kind ?? null;

/** Orders of the run's own steps, and of each task. */
function ordersOfWalk(ir: Ir, seed: number): ReadonlyMap<string | null, number> {
  const course = new Course();
  const tasks = exampleTasks(ir);
  const random = seededRandom(seed);
  const answered = new Map<string, number>();
  const all = [null, ...tasks.map(({ id }) => id)];
  const following: Following = { standIn, failures: 'new', tasks, followed: all, counted: all, mayHalt: null, answers: answersStudied, stops: true };
  walk(ir, {
    standIn, failures: 'new', stops: true, tasks, inputs: inputsOf(ir),
    choose: (occasion) => chosen(occasion, { following, random, answered }),
    onEvents: (events, state) => events.forEach((event) => course.add(event, state)),
  });
  const orders = new Map<string | null, number>();
  for (const { task, agents } of course.visits) orders.set(task, (orders.get(task) ?? 0) + agents.length);
  return orders;
}

interface Choosing {
  readonly following: Following;
  readonly random: () => number;
  /** By question, however often the line begins anew. */
  readonly answered: Map<string, number>;
}

function chosen(occasion: Occasion, { following, random, answered }: Choosing): Intent {
  const { step, frame, line } = occasion;
  const question = `${line.id.replace(/~\d+$/, '')} ${frame.workflow}/${step.name}`;
  const times = (answered.get(question) ?? 0) + 1;
  if (isQuestion(step)) answered.set(question, times);
  const intents = intentsAt(occasion, following, isQuestion(step) && times > answersStudied);
  if (random() < 0.3) return intents.includes(well) ? well : intents[0] ?? well;
  return intents[Math.floor(random() * intents.length)] ?? well;
}
