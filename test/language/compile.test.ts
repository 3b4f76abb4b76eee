/** From texts to a plan: every block and step of the language, and where each part of the plan was said. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { adapters } from '../../src/compose/adapters.ts';
import { configName, DiskSourceFiles } from '../../src/compose/disk-source-files.ts';
import { defaultLimits } from '../../src/language/defaults.ts';
import type { Ir } from '../../src/kernel/ir.ts';
import type { Compiled } from '../../src/language/compile/compile.ts';
import { compile, compileNotation } from '../../src/language/compile/compile.ts';
import { lowerPlan } from '../../src/language/lower/lower-plan.ts';
import { Losses } from '../../src/language/lower/losses.ts';
import { newLowering } from '../../src/language/lower/lowering.ts';
import { Places } from '../../src/language/lower/places.ts';
import { loadSources } from '../../src/language/compile/load-sources.ts';
import { MemorySourceFiles } from '../../src/language/compile/memory-source-files.ts';
import { Texts } from '../../src/language/compile/texts.ts';
import { irSchema } from '../../src/language/ir-schema.ts';
import { nothingOwn } from '../../src/language/lower/persons-own.ts';

const folder = join(import.meta.dirname, 'plans');
const disk = new DiskSourceFiles({ folder, recipes: folder, config: join(folder, 'everything.config.esp') });

function compiled(entry: string, person: string | null = null): Compiled {
  return compile({ entry, files: disk, adapters, person });
}

/** A small entry that is sound. */
function small(texts: Readonly<Record<string, string>>, person: string | null = null): Compiled {
  return compile({ entry: 'fix.esp', files: new MemorySourceFiles(new Map(Object.entries(texts))), adapters, person });
}

const pause = 'espalier 1\nworkflow fix { step pause { wait 1m  ok -> end } }\n';

test('everything that the language can say becomes the plan beside it', () => {
  const lowering = newLowering();
  const texts = new Texts(disk);
  const { ir } = lowerPlan(loadSources({ texts, lowering, unread: { findings: [], more: 0 } }, 'everything.esp'), nothingOwn);
  assert.deepEqual(lowering.findings, []);
  assert.equal(irSchema.safeParse(ir).success, true);
  const text = `${JSON.stringify(ir, null, 2)}\n`;
  const path = join(folder, 'everything.ir.json');
  if (process.env['REWRITE'] === '1') writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
});

test('every part of the plan that was written leads to where it was written', () => {
  const { places, texts } = compiled('everything.esp');
  const said = (path: string): string => {
    const place = places.at(path);
    return place === null ? '' : (texts.get(place.file) ?? '').slice(place.span.start, place.span.end);
  };
  assert.equal(said('workflows/0'), 'everything');
  assert.equal(said('workflows/3/name'), 'leaf-plain');
  assert.equal(said('workflows/0/steps/4/wires/2/to'), 'plan');
  assert.equal(said('workflows/0/steps/8/arguments/1/value'), '3K');
  assert.equal(said('workflows/0/steps/8/explore/branches'), '3');
  assert.equal(said('workflows/0/steps/13/approvedBy/1/0'), 'consent');
  assert.equal(said('agents/0/allowance/usdMicros'), '0.1');
  assert.equal(said('agents/1/skills/1'), '"skills/test.md"');
  assert.equal(said('sandboxes/1/memoryBytes'), '1.5G');
  assert.equal(said('landing/1'), 'unit');
  assert.equal(said('paths/tests/0'), '"test/**"');
  assert.equal(said('limits/leaseMs'), '10m');
  assert.equal(said('root'), 'root');
});

test('every file that was read is frozen by the digest of its bytes', () => {
  const { files } = compiled('everything.esp', configName);
  assert.deepEqual(files.map(({ name }) => name), [
    'AGENTS.md', 'everything.esp', 'parts/plain.esp', 'parts/prompts/plain.md', 'prompts/leaf.md', 'prompts/learn.md',
    'prompts/plan.md', 'prompts/review.md', 'prompts/talk.md', 'scripts/prepare.sh', 'skills/review.md', 'skills/test.md',
  ]);
  for (const { name, digest } of files) assert.equal(digest, hash('sha256', readFileSync(join(folder, name)), 'hex'), name);
});

test('of a person and a repository the narrower holds, and only the person widens', () => {
  const person = 'espalier 1\nsource issues "gh issue list"\nbudget { usd 5 }\nlimits { leases 6  backoff 2s  inbox 3 }\n';
  const entry = `${pause}budget { usd 20  tokens 9 }\nlimits { leases 4  backoff 500ms }\n`;
  const { ir, findings } = small({ 'fix.esp': entry, 'config:/config.esp': person }, 'config:/config.esp');
  assert.deepEqual(findings, []);
  assert.deepEqual(ir?.budget, { usdMicros: 5_000_000, tokens: 9, timeMs: null });
  assert.deepEqual(ir?.limits, { ...defaultLimits, leases: 4, inbox: 3, backoffMs: 2_000, allowance: { usdMicros: 250_000, tokens: 1 } });
  assert.deepEqual(ir?.sources, [{ name: 'issues', command: 'gh issue list' }]);
});

test('a configuration that is not there changes nothing, and one that is broken is told', () => {
  assert.notEqual(small({ 'fix.esp': pause }, 'config:/config.esp').ir, null);
  const { ir, findings } = small({ 'fix.esp': pause, 'config:/config.esp': 'espalier 1\nbudget { usd 5h }\n' }, 'config:/config.esp');
  assert.equal(ir, null);
  assert.equal(findings[0]?.file, 'config:/config.esp');
});

test('what only asks for what nothing holds is a plan, with what is said of it', () => {
  const { ir, findings } = small({ 'fix.esp': `${pause}sandbox box { use bubblewrap  memory 4G }\n` });
  assert.notEqual(ir, null);
  assert.deepEqual(findings.map(({ kind, policy }) => [kind, policy]), [['not-held', true]]);
});

test('a script of its own file is a step\'s command', () => {
  const fix = 'espalier 1\nworkflow fix { step note { run script "note.sh"  ok -> end  fail -> halt } }\n';
  const { ir, findings, files } = small({ 'fix.esp': fix, 'note.sh': 'true\n' });
  assert.deepEqual(findings, []);
  assert.notEqual(ir, null);
  assert.deepEqual(files.map(({ name }) => name), ['fix.esp', 'note.sh']);
});

test('a missing entry is one finding', () => {
  const { ir, findings } = small({});
  assert.equal(ir, null);
  assert.deepEqual(findings.map(({ kind, file }) => [kind, file]), [['file-missing', 'fix.esp']]);
});

test('another notation is checked like the language, and may repeat what the person says', () => {
  const person = 'espalier 1\nsource issues "gh issue list"\n';
  const texts = { 'fix.esp': pause, 'config:/config.esp': person };
  const { ir } = small(texts, 'config:/config.esp');
  const files = new MemorySourceFiles(new Map([['fix.json', JSON.stringify(ir)], ['config:/config.esp', person]]));
  const places = new Places();
  const from = (plan: Ir | null): Compiled => compileNotation(
    { entry: 'fix.json', files, adapters, person: 'config:/config.esp' },
    ({ file }) => {
      places.set('', { file, span: { start: 0, end: 0 } });
      return { ir: plan, findings: [], places, losses: new Losses() };
    },
  );
  assert.deepEqual(from(ir).findings, []);
  assert.deepEqual(from(ir).ir, ir);
  const wider = ir === null ? null : { ...ir, sources: [{ name: 'issues', command: 'curl evil' }] };
  assert.equal(from(wider).findings[0]?.kind, 'persons-setting');
});

test('no plan is given the person\'s own configuration to read', () => {
  const ir = small({ 'fix.esp': pause }).ir;
  const [fix] = ir?.workflows ?? [];
  assert.ok(ir !== null && fix !== undefined);
  const steps = [{
    kind: 'agent' as const, name: 'pause', agents: ['spy'], prompt: 'config:/config.esp',
    wires: [{ on: 'ok', to: 'end' }, { on: 'fail', to: 'halt' }],
  }];
  const spying: Ir = { ...ir, agents: [{ name: 'spy', use: 'scripted' }], workflows: [{ ...fix, steps }] };
  const files = new MemorySourceFiles(new Map([['fix.json', '{}'], ['config:/config.esp', 'espalier 1\n']]));
  const places = new Places();
  places.set('', { file: 'fix.json', span: { start: 0, end: 0 } });
  const read = compileNotation(
    { entry: 'fix.json', files, adapters, person: 'config:/config.esp' }, () => ({ ir: spying, findings: [], places, losses: new Losses() }),
  );
  assert.deepEqual(read.findings.map(({ kind }) => kind), ['file-outside']);
});

/** What would cost far more than its length, if anything about it were multiplied. */
const hostile: readonly (readonly [string, string])[] = [
  ['wires to names that are all nearly right', `workflow w {\n${Array.from({ length: 1_000 }, (_, at) =>
    `step ${'x'.repeat(58)}${at} { ask "?" ${Array.from({ length: 8 }, (__, on) => `a${on} -> ${'x'.repeat(58)}y${at}`).join(' ')} }`,
  ).join('\n')}\n}\n`],
  ['the same name a hundred thousand times', 'gate g "x"\n'.repeat(60_000)],
  ['settings said again and again', 'landing [a]\n'.repeat(50_000)],
  ['names of every object', 'agent __proto__ { use constructor }\nworkflow toString { step __proto__ { call valueOf  __proto__ -> constructor } }\n'],
  ['more braces than a plan can hold', '{'.repeat(100_000)],
];

for (const [title, text] of hostile) {
  test(`${title}: findings, and an end`, () => {
    const { ir, findings } = small({ 'fix.esp': `espalier 1\n${text}` });
    assert.equal(ir, null);
    assert.equal(findings.length > 0, true);
  });
}

test('includes are bounded in number and in length', () => {
  const chain = Array.from({ length: 100 }, (_, at) => [`p${at}.esp`, `espalier 1\ninclude "p${at + 1}.esp"\n`] as const);
  const long = Array.from({ length: 8 }, (_, at) => [`p${at}.esp`, `espalier 1\n#${'x'.repeat(1_000_000)}\n`] as const);
  const include = Array.from({ length: 8 }, (_, at) => `include "p${at}.esp"\n`).join('');
  for (const texts of [chain, long]) {
    const { findings } = small({ 'fix.esp': `${pause}${include}`, ...Object.fromEntries(texts) });
    assert.equal(findings[0]?.kind, 'too-many-files');
  }
});

test('places fall back to the nearest parent', () => {
  const places = new Places();
  assert.equal(places.at('a/b'), null);
  places.set('', { file: 'x', span: { start: 0, end: 1 } });
  places.set('a', { file: 'x', span: { start: 1, end: 2 } });
  assert.deepEqual([places.at('a/b/c')?.span.start, places.at('ab')?.span.start, places.exactly('a/b')], [1, 0, null]);
});

test('of a workflow that is cut at its thousandth step, nothing else is said', () => {
  const steps = Array.from({ length: 1_002 }, (_, at) => `  step s${at} { wait 1m  ok -> ${at === 1_001 ? 'end' : `s${at === 900 ? 1_001 : at + 1}`} }\n`);
  const { findings } = small({ 'fix.esp': `espalier 1\nworkflow fix {\n${steps.join('')}}\n` });
  assert.deepEqual(findings.map(({ kind }) => kind), ['too-many']);
});

test('a NUL, or half a character, is told where it stands, in a workflow and in a prompt', () => {
  const places = (texts: Readonly<Record<string, string>>): unknown => small(texts).findings.map(({ kind, file, span }) => [kind, file, span.start]);
  assert.deepEqual(places({ 'fix.esp': 'espalier 1\nroot \0fix\n' }), [['file-not-text', 'fix.esp', 16]]);
  const agent = 'espalier 1\nagent coder { use scripted }\nworkflow fix { step look { agent coder  prompt "look.md"  ok -> end  fail -> halt } }\n';
  assert.deepEqual(places({ 'fix.esp': agent, 'look.md': 'Look\0' }), [['file-not-text', 'look.md', 4]]);
  assert.deepEqual(places({ 'fix.esp': agent, 'look.md': 'Look \ud83c' }), [['file-not-text', 'look.md', 5]]);
});
