/**
 * What every path of each recipe that ships costs at most, kept in docs/recipes.md; REWRITE=1
 * writes it anew. What a path is said to cost was gone along through the brain; and no rehearsal
 * that a seed decides costs more than none is said to.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compileFile, nobody } from '../../src/compose/compile-file.ts';
import { seededRandom } from '../../src/hands/seeded-random.ts';
import { standIn } from '../../src/hands/stand-in.ts';
import type { Ir } from '../../src/kernel/ir.ts';
import { boundByWires } from '../../src/language/rehearsal/bound-by-wires.ts';
import { Course } from '../../src/language/rehearsal/course.ts';
import { exampleTasks } from '../../src/language/rehearsal/example-tasks.ts';
import { type Following, intentsAt, isAnswered } from '../../src/language/rehearsal/next-choice.ts';
import type { Occasion } from '../../src/language/rehearsal/next-move.ts';
import { type Intent, well } from '../../src/language/rehearsal/place.ts';
import { answersStudied, type Most, type Part, studyPaths } from '../../src/language/rehearsal/study-paths.ts';
import { inputsOf, walk } from '../../src/language/rehearsal/walk.ts';
import { limits } from '../../src/ports/limits.ts';

const root = join(import.meta.dirname, '../..');
const document = join(root, 'docs/recipes.md');
const files = globSync('*/*.esp', { cwd: join(root, 'recipes') }).sort();
const seeds = 40;
/** A run of many tasks takes longer. */
const fewSeeds = 8;

const rows: string[] = [];

for (const file of files) {
  test(`no path of recipes/${file} costs more than is said`, async () => {
    const { ir } = await compileFile(join(root, 'recipes', file), nobody);
    assert.ok(ir !== null);
    const { parts, isSure } = studyPaths(ir, { standIn, most: limits.rehearsedPlaces, ways: limits.rehearsedWays, isByAgent: false });
    assert.ok(isSure, 'every way is known');
    const bound = boundByWires(ir, answersStudied);
    for (const part of parts) {
      rows.push(rowOf(ir, part));
      const { orders, usdMicros, path, kind } = part;
      const caps = kind === null ? bound.root : bound.tasks.find((one) => one.kind === kind);
      assert.ok(orders.most !== null && orders.least <= orders.most && orders.most <= (caps?.orders ?? 0));
      assert.ok((usdMicros.most ?? Infinity) <= (caps?.usdMicros ?? 0), `${kind}: no path costs more money than wires and caps allow`);
      assert.ok(orders.least > 0 && path.length > 0, `${kind}: the path is one that there is`);
      assert.equal(ordersOn(path, kind === null ? null : `${exampleTasks(ir).find((task) => task.kind === kind)?.id}-again`), orders.least);
    }
    for (let seed = 0; seed < (exampleTasks(ir).length > 2 ? fewSeeds : seeds); seed += 1) assertWithin(ir, parts, seed);
  });
}

function ordersOn(path: Part['path'], task: string | null): number {
  return path.filter((visited) => visited.task === task).reduce((sum, { agents }) => sum + agents.length, 0);
}

function rowOf({ root: name }: Ir, { kind, orders, usdMicros }: Part): string {
  const money = { most: usdMicros.most === null ? null : usdMicros.most / 1e6, least: usdMicros.least / 1e6 };
  return `| \`${name}\` | ${kind === null ? 'the run' : `a ${kind} task`} | ${text(orders, String)} | ${text(money, (usd) => `$${usd.toFixed(2)}`)} |`;
}

function text({ most, least }: Most, print: (value: number) => string): string {
  return most === least ? print(least) : `${print(least)} to ${most === null ? 'not known' : print(most)}`;
}

after(() => {
  const lines = readFileSync(document, 'utf8').split('\n');
  const said = lines.filter((line) => line.startsWith('| `'));
  if (process.env['REWRITE'] === '1') {
    const at = lines.findIndex((line) => line === '| recipe | of | orders | money |') + 2;
    writeFileSync(document, [...lines.slice(0, at), ...rows, ...lines.slice(at + said.length)].join('\n'));
    return;
  }
  assert.deepEqual(said, rows, 'docs/recipes.md says something else; REWRITE=1 writes it anew');
});

/** A rehearsal that a seed decides: orders of the run's own steps, and of each task. */
function assertWithin(ir: Ir, parts: readonly Part[], seed: number): void {
  const course = new Course();
  const tasks = exampleTasks(ir);
  const all = [null, ...tasks.map(({ id }) => id)];
  const following: Following = { standIn, failures: 'new', tasks, followed: all, counted: all, mayHalt: null, answers: answersStudied };
  const random = seededRandom(seed);
  walk(ir, {
    standIn, failures: 'new', tasks, inputs: inputsOf(ir), choose: (occasion) => chosen(occasion, following, random),
    onEvents: (events, state) => events.forEach((event) => course.add(event, state)),
  });
  const orders = new Map<string | null, number>();
  for (const { task, agents } of course.visits) orders.set(task, (orders.get(task) ?? 0) + agents.length);
  for (const [id, count] of orders) {
    const kind = id === null ? null : tasks.find((task) => id.startsWith(task.id) && (id.length === task.id.length || /^-\d+$/.test(id.slice(task.id.length))))?.kind;
    const part = parts.find((one) => one.kind === kind);
    assert.ok(count <= (part?.orders.most ?? 0), `seed ${seed}: ${id} takes ${count} orders`);
  }
}

/** As on the paths that are studied: of a walk's habits, some go wrong more often than others. */
function chosen(occasion: Occasion, following: Following, random: () => number): Intent {
  const intents = intentsAt(occasion, following, isAnswered(occasion, following.answers));
  if (random() < 0.4) return intents.includes(well) ? well : intents[0] ?? well;
  return intents[Math.floor(random() * intents.length)] ?? well;
}
