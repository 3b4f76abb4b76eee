import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admit } from './admission.ts';
import type { AdmissionContext } from './admission.ts';
import { taskKinds } from './ir.ts';
import type { TaskSpec } from './ir.ts';

const context: AdmissionContext = {
  taken: (id) => id === 'old' || id === 'running',
  landed: (id) => id === 'old',
  exists: (path) => path !== 'test/gone.ts',
  classes: {
    tests: ['test/**'], protect: ['ci/**'], manifests: ['package.json'], docs: ['docs/**'],
  },
  limits: { tasks: 10, followUps: 3, followUpDepth: 1 },
  tasksSoFar: 0,
  kindsWithWorkflow: new Set(['test', 'code', 'refactor', 'docs', 'deps']),
  testsAreControlled: true,
};

/** A task that is admitted as it is: code with a judge. */
function task(id: string, change: Partial<TaskSpec> = {}): TaskSpec {
  return {
    id, title: `Title of ${id}`, spec: 'Do it.', kind: 'code', writes: [`src/${id}.ts`], needs: [],
    judgedBy: ['test/all.ts'], ...change,
  };
}

/** The test task of a pair, alone with its control. */
function testTask(id: string, change: Partial<TaskSpec> = {}): TaskSpec {
  const { judgedBy: _, ...rest } = task(id);
  return { ...rest, kind: 'test', writes: [`test/${id}.ts`], control: 'revert the fix', ...change };
}

const pair = (unit: string): readonly TaskSpec[] => [task(`${unit}-code`, { unit }), testTask(`${unit}-test`, { unit })];

/** The refusal as a person or agent reads it, a line for each fault. */
function read(plan: readonly TaskSpec[], over: Partial<AdmissionContext> = {}): readonly string[] {
  const answer = admit(plan, { ...context, ...over });
  return answer.ok ? [] : answer.faults.map(({ rule, found, instead }) => `${rule} ${found} → ${instead}`);
}

const parent = { id: 'p', kind: 'code', writes: ['src/**'], depth: 0, followUpsSoFar: 1 } as const;
const nameRule = '1 to 64 of a-z, 0-9 and "-", a letter first';

interface Case {
  readonly name: string;
  readonly plan: readonly TaskSpec[];
  readonly over?: Partial<AdmissionContext>;
  readonly reads: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'nothing', plan: [], reads: ['T1 the plan has no tasks → return at least one task'] },
  { name: 'more than the run has room for', plan: [task('a'), task('b')], over: { tasksSoFar: 9 },
    reads: ['T1 the plan has 2 tasks, and the run has room for 1 more of 10 → return at most 1, each as large as one agent can finish'] },
  { name: 'tests alone, and no gate with a control', plan: [testTask('a')], over: { testsAreControlled: false },
    reads: ['T8 task `a` is a test task without a code task, and no gate of the landing that judges tests has a control → put it into one `unit` '
      + 'with the code task that it judges; a gate with a control is for a person to declare'] },
  { name: 'one that is too large is looked at no further', plan: [task('a', { needs: ['nope'] }), task('a')], over: { tasksSoFar: 9 },
    reads: ['T1 the plan has 2 tasks, and the run has room for 1 more of 10 → return at most 1, each as large as one agent can finish'] },
  { name: 'a bad id', plan: [{ ...task('a'), id: 'A b\n`' }],
    reads: [`T1 task number 1 has the id \`A b??\` → ${nameRule}`] },
  { name: 'an id twice', plan: [task('a'), task('a')],
    reads: ['T1 task `a` is in the plan twice, at 1 and 2 → give each task an id of its own'] },
  { name: 'an id of the run', plan: [task('old')],
    reads: ['T1 task `old` has an id that the run knows already → give it an id of its own'] },
  { name: 'empty and overlong texts', plan: [task('a', { title: ' ', spec: 'x'.repeat(32_001), contract: '' })],
    reads: ['T1 task `a` has an empty title → say in `title` what the task is',
      'T1 task `a` has a spec of 32001 characters → at most 32000',
      'T1 task `a` has an empty contract → say in `contract` what the task is'] },
  { name: 'a kind without a workflow', plan: [task('a', { kind: 'refactor' })], over: { kindsWithWorkflow: new Set(['code', 'test']) },
    reads: ['T1 task `a` is of kind `refactor`, for which there is no workflow here → one of `test`, `code`'] },
  { name: 'a need that is not there', plan: [task('a'), task('b', { needs: ['c'] }), task('d')],
    reads: ['T1 task `b` needs `c`, which is not in this plan → needs may name: `a`, `d`'] },
  { name: 'a need that has not landed', plan: [task('b', { needs: ['running'] })],
    reads: ['T1 task `b` needs `running`, which is in the run but has not landed → needs may name: nothing'] },
  { name: 'a need that has landed', plan: [task('b', { needs: ['old'] })], reads: [] },
  { name: 'itself', plan: [task('a', { needs: ['a'] })], reads: ['T1 task `a` needs itself → leave that need out'] },
  { name: 'a cycle', plan: [task('a', { needs: ['b'] }), task('b', { needs: ['c'] }), task('c', { needs: ['a'] })],
    reads: ['T1 the needs form a cycle: `a` needs `b` needs `c` needs `a` → drop one of these needs, or put what both sides share into a task that both need'] },
  { name: 'a cycle between pairs', plan: [...pair('u'), ...pair('v')].map((one) =>
    one.id === 'u-code' ? { ...one, needs: ['v-test'] } : one.id === 'v-test' ? { ...one, needs: ['u-test'] } : one),
    reads: ['T1 the needs form a cycle: `u` needs `v` needs `u` → drop one of these needs, or put what both sides share into a task that both need'] },
  { name: 'a pair', plan: pair('u'), reads: [] },
  { name: 'a pair named as one of its tasks', plan: [task('u', { unit: 'u' }), testTask('t', { unit: 'u' })], reads: [] },
  { name: 'code that needs its own test', plan: [task('c', { unit: 'u', needs: ['t'] }), testTask('t', { unit: 'u' })], reads: [] },
  { name: 'a test that needs its own code', plan: [task('c', { unit: 'u' }), testTask('t', { unit: 'u', needs: ['c'] })],
    reads: ['T2 task `t` needs `c`, which is of its own unit → leave that need out; in a unit the code task follows its test task by itself'] },
  { name: 'a unit of three', plan: [...pair('u'), task('x', { unit: 'u' })],
    reads: ['T8 unit `u` has 3 tasks: `u-code (code)`, `u-test (test)`, `x (code)` → a unit is one task, or one test task and the one code task that it judges'] },
  { name: 'a unit with the name of a stranger', plan: [...pair('u'), task('u')],
    reads: ['T8 unit `u` has the name of a task that is not its own → give the unit a name that nothing else has'] },
  { name: 'a unit that the run knows', plan: pair('old'),
    reads: ['T8 unit `old` has a name that the run knows already → give the unit a name that nothing else has'] },
  { name: 'a bad unit', plan: [task('a', { unit: 'A' })],
    reads: [`T8 task \`a\` is of the unit \`A\` → name a unit with ${nameRule}`] },
  { name: 'code that nothing judges', plan: [task('a', { judgedBy: [] })],
    reads: ['T8 task `a` is code that nothing judges → give it a test task in the same `unit`, or name in `judgedBy` the existing tests that judge it'] },
  { name: 'bad judges', plan: [task('a', { judgedBy: ['src/x.ts', 'test/gone.ts', '../t'] })],
    reads: ['T8 task `a` is judged by `src/x.ts`, which is not a test → name existing files, one by one, that match `test/**`',
      'T8 task `a` is judged by `test/gone.ts`, which does not exist → name existing files, one by one, that match `test/**`',
      'T8 task `a` is judged by `../t`, which has a segment ".." → name existing files, one by one, that match `test/**`'] },
  { name: 'judges of documentation', plan: [task('a', { kind: 'docs', writes: ['docs/a.md'] })],
    reads: ['T8 task `a` is of kind `docs` and has `judgedBy` → only code and refactor tasks have `judgedBy`'] },
  { name: 'a lone test without a control', plan: [testTask('t', { control: ' ' })],
    reads: ['T8 task `t` is a test task without a code task and without `control` → put it into one `unit` with the code task that it judges, or say in `control` which revert or mutation makes it fail'] },
  { name: 'nothing to write', plan: [task('a', { writes: [] })],
    reads: ['E2 task `a` writes nothing → name in `writes` the paths that it may change'] },
  { name: 'malformed paths', plan: [task('a', { writes: ['src/*.ts', '/etc/passwd', 'src/'] })],
    reads: ['E2 task `a` writes `src/*.ts`, which has a wildcard; only a literal path, "dir/**" or "**" can be claimed → a path of the repository such as `src/a.ts`, or `src/**`',
      'E2 task `a` writes `/etc/passwd`, which begins with "/"; paths are relative to the repository → a path of the repository such as `src/a.ts`, or `src/**`',
      'E2 task `a` writes `src/`, which ends with "/"; a directory is "dir/**" → a path of the repository such as `src/a.ts`, or `src/**`'] },
  { name: 'code and tests smeared', plan: [task('a', { writes: ['src/**', 'test/a.ts', 'test/deep/**'] })],
    reads: ['E2 task `a` is of kind `code` and writes `test/a.ts`, which is a test → leave it out, or make a task of kind `test` for it; tests and code are never in one task',
      'E2 task `a` is of kind `code` and writes `test/deep/**`, which holds only tests → leave it out, or make a task of kind `test` for it; tests and code are never in one task'] },
  { name: 'a test task that writes code', plan: [testTask('t', { writes: ['src/a.ts', 'src/**'] })],
    reads: ['E2 task `t` is of kind `test` and writes `src/a.ts`, which is not a test → only paths that match `test/**`; other paths belong to another task',
      'E2 task `t` is of kind `test` and writes `src/**`, which cannot hold a test → only paths that match `test/**`; other paths belong to another task'] },
  { name: 'what is protected', plan: [task('a', { writes: ['ci/run', '.espalier/**'] })],
    reads: ['E2 task `a` is of kind `code` and writes `ci/run`, which is protected → leave it out; no task changes what is protected',
      'E2 task `a` is of kind `code` and writes `.espalier/**`, which is protected as a whole → leave it out; no task changes what is protected'] },
  { name: 'a manifest', plan: [task('a', { writes: ['package.json'] })],
    reads: ['E2 task `a` is of kind `code` and writes `package.json`, which is a manifest or lockfile → leave it out, or make a task of kind `deps` for it'] },
  { name: 'deps that write code', plan: [{ ...testTask('d'), kind: 'deps', writes: ['package.json', 'src/a.ts'] }],
    reads: ['E2 task `d` is of kind `deps` and writes `src/a.ts`, which is not a manifest or lockfile → only paths that match `package.json`; other paths belong to another task'] },
  { name: 'follow-ups inside their parent', plan: [task('a')], over: { parent }, reads: [] },
  { name: 'follow-ups outside their parent', plan: [task('a', { writes: ['lib/a.ts'] }), testTask('t')], over: { parent },
    reads: ['T5 task `a` writes `lib/a.ts`, which its parent `p` may not change → stay inside what a code task may change of `src/**`',
      'T5 task `t` writes `test/t.ts`, which its parent `p` may not change → stay inside what a code task may change of `src/**`'] },
  { name: 'too deep and too many follow-ups', plan: [task('a'), task('b'), task('c')], over: { parent: { ...parent, depth: 1 } },
    reads: ['T5 `p` is 1 follow-ups deep, and 1 is the limit → finish `p` without follow-ups',
      'T5 `p` asks for 3 follow-ups, and has room for 2 more of 3 → ask for at most 2, and do the rest in `p`'] },
];

for (const { name, plan, over, reads } of cases) {
  test(`admission of ${name}`, () => deepEqual(read(plan, over), reads));
}

test('a kind and an effort that are no words of ours are named', () => {
  const strange: readonly TaskSpec[] = JSON.parse(JSON.stringify([{ ...task('a'), kind: 'magic', effort: 'huge' }]));
  deepEqual(read(strange), [
    'T1 task `a` is of the unknown kind `magic` → one of `test`, `code`, `refactor`, `docs`, `deps`',
    'T1 task `a` has the effort `huge` → one of `low`, `medium`, `high`',
    'T8 task `a` is of kind `magic` and has `judgedBy` → only code and refactor tasks have `judgedBy`',
  ]);
});

test('faults name the task where it can be named', () => {
  const answer = admit([task('a', { needs: ['x'] }), task('B')], context);
  equal(answer.ok, false);
  if (!answer.ok) deepEqual(answer.faults.map((fault) => fault.task), ['a', null]);
});

test('units of an admitted plan: the test first, needs by unit, what landed left out', () => {
  const answer = admit([...pair('u'), task('x', { unit: 'solo', needs: ['u-test', 'u-code', 'old'] })], context);
  deepEqual(answer.ok && answer.units, [
    { id: 'u', tasks: ['u-test', 'u-code'], needs: [] },
    { id: 'x', tasks: ['x'], needs: ['u'] },
  ]);
});

test('a plan of 100,000 tasks, in a chain or in one cycle, needs no stack', () => {
  const size = 100_000;
  const limits = { ...context.limits, tasks: size };
  const chain = Array.from({ length: size }, (_, at) => task(`t-${at}`, { needs: at === 0 ? [] : [`t-${at - 1}`] }));
  equal(admit(chain, { ...context, limits }).ok, true);
  const ring = [{ ...task('t-0'), needs: [`t-${size - 1}`] }, ...chain.slice(1)];
  const answer = admit(ring, { ...context, limits });
  equal(!answer.ok && answer.faults.length === 1 && answer.faults[0]?.found.includes('99988 more'), true);
});

const anyTask: fc.Arbitrary<TaskSpec> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'A'),
  title: fc.constant('x'),
  spec: fc.constant('x'),
  kind: fc.constantFrom(...taskKinds),
  writes: fc.array(fc.constantFrom('src/**', 'test/**', 'docs/x', 'package.json', '../x', '**'), { maxLength: 2 }),
  needs: fc.array(fc.constantFrom('a', 'b', 'c', 'old', 'zz'), { maxLength: 2 }),
  unit: fc.constantFrom('u', 'a', 'v'),
  judgedBy: fc.constantFrom([], ['test/x']),
  control: fc.constantFrom('', 'revert'),
}).map(({ judgedBy, ...rest }) => judgedBy.length === 0 ? rest : { ...rest, judgedBy });

test('what is admitted has an order in which its units can land (T1, T2)', () => {
  let admitted = 0;
  fc.assert(fc.property(fc.array(anyTask, { minLength: 1, maxLength: 3 }), (plan) => {
    const answer = admit(plan, context);
    deepEqual(admit(plan, context), answer);
    if (!answer.ok) return answer.faults.every(({ found, instead }) => found !== '' && instead !== '');
    admitted += 1;
    const landed = new Set<string>();
    for (let round = 0; round < plan.length; round += 1) {
      for (const unit of answer.units) if (unit.needs.every((need) => landed.has(need))) landed.add(unit.id);
    }
    return landed.size === answer.units.length;
  }), { numRuns: 5000, seed: 7 });
  equal(admitted > 50, true, `${admitted}`);
});
