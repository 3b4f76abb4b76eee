import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { syntaxFaults } from './finding-kinds.ts';
import { parse } from './parse.ts';
import { SourceText } from './source-text.ts';
import type { Block, Clause, Entry } from './tree.ts';

function faults(text: string): readonly string[] {
  const source = new SourceText('a.esp', text);
  return parse(source).findings.map(({ kind, span, hint }) => {
    const { line, column } = source.placeOf(span.start);
    return `${line}:${column} ${kind}${hint?.startsWith('did you') === true ? ` ${hint}` : ''}`;
  });
}

const blocksOf = (text: string): readonly Block[] => parse({ file: 'a.esp', text }).tree.blocks;
const isClause = (entry: Entry): entry is Clause => entry.kind === 'clause';

/** The clauses of the one step of a workflow, as words. */
function clauses(inside: string): unknown {
  const [workflow] = blocksOf(`espalier 1 workflow w { step s { ${inside} } }`);
  const [step] = workflow?.entries ?? [];
  if (step?.kind !== 'block') return null;
  return step.entries.filter(isClause).map(({ key, values }) => [key.text, ...values.map(plain)]);
}

function plain(value: Clause['values'][number]): unknown {
  if (value.kind === 'list') return value.items.map(plain);
  if (value.kind === 'pair') return { [value.name.text]: plain(value.value) };
  return value.kind === 'text' ? JSON.stringify(value.value) : value.text;
}

for (const [kind, text] of Object.entries(syntaxFaults)) {
  test(`one fault, ${kind}`, () => {
    deepEqual(parse({ file: 'a.esp', text }).findings.map((found) => found.kind), [kind]);
  });
}

test('a keyword and what follows it are a clause, whatever the layout', () => {
  deepEqual(clauses('agent [a, b,]\n by\n attempt max 3'), [['agent', ['a', 'b']], ['by', 'attempt'], ['max', '3']]);
  deepEqual(clauses('gate a, b red -> s'), [['gate', ['a', 'b']]]);
  deepEqual(clauses('grow plan.tasks test a others b landed -> end'), [
    ['grow', 'plan.tasks', 'test', 'a', 'others', 'b'],
  ]);
  deepEqual(clauses('call w(goal: plan.text, n: 3) explore 3 pick best'), [
    ['call', 'w', { goal: 'plan.text' }, { n: '3' }], ['explore', '3', 'pick', 'best'],
  ]);
  deepEqual(clauses('land approved by a or b and c'), [['land', 'approved', 'by', 'a', 'or', 'b', 'and', 'c']]);
  deepEqual(clauses('publish branch "x" to origin'), [['publish', 'branch', '"x"', 'to', 'origin']]);
  deepEqual(clauses('agent a writes code ["**"] fresh approves approve else change'), [
    ['agent', 'a'], ['writes', 'code', ['"**"']], ['fresh'], ['approves', 'approve', 'else', 'change'],
  ]);
});

test('a word before an arrow is an outcome, whatever it is', () => {
  const [workflow] = blocksOf(
    'espalier 1 workflow w { step s { agent a  max -> s  prompt -> end as bad  step -> halt } }',
  );
  const [step] = workflow?.entries ?? [];
  const wires = step?.kind === 'block' ? step.entries.filter((entry) => entry.kind === 'wire') : [];
  deepEqual(wires.map(({ on, to, as }) => [on.text, to.text, as?.text]), [
    ['max', 's', undefined], ['prompt', 'end', 'bad'], ['step', 'halt', undefined],
  ]);
});

test('names may be keywords, where nothing speaks against it', () => {
  const text = 'agent prompt { use model } workflow step { step max { agent prompt prompt "a.md" ok -> max } }';
  deepEqual(faults(`espalier 1 ${text}`), []);
});

test('every fault is reported once, in one pass', () => {
  deepEqual(faults(`espalier 1
agnt coder { use codex  efort high }
workflw fix(goal txt) {
  stp write {
    agent coder  promt "a.md"  max "three"  writes src/app
    ok -> verify  fail ->
  }
  step verify { gate unit,  green -> end }
}
`), [
    '2:1 unknown-keyword did you mean `agent`?',
    '2:25 unknown-property did you mean `effort`?',
    '3:1 unknown-keyword did you mean `workflow`?',
    '4:3 unknown-property did you mean `step`?',
    '5:18 unknown-property did you mean `prompt`?',
    '5:36 value-of-wrong-shape',
    '5:52 text-not-quoted',
    '6:19 wire-incomplete',
    '8:26 value-missing',
  ]);
});

test('of several unknown blocks each is told, wherever it stands, and prose once', () => {
  deepEqual(faults(`espalier 1
key anthropic "ANTHROPIC_KEY"
notify slack {
  url "x"
}
  remote origin
  ceiling { usd 3 }
flavour sweet "a" colour "b"
shape "round"
agent coder { use codex }
`), ['2:1 unknown-keyword', '3:1 unknown-keyword', '6:3 unknown-keyword', '7:3 unknown-keyword', '8:1 unknown-keyword',
    '9:1 unknown-keyword']);
  deepEqual(faults('espalier 1 key a "b" notify c "d" agent e { use codex } colour x'), [
    '1:12 unknown-keyword', '1:22 unknown-keyword', '1:57 unknown-keyword',
  ]);
  deepEqual(faults('espalier 1\nOnce upon a time\nthere was a tree that\ngrew by itself\n').length, 1);
});

test('a word is read for another only if it is near, and what follows is that one\'s', () => {
  deepEqual(faults('espalier 1\nbudget { usd 1 }\nwidget foo\n'), ['3:1 unknown-keyword did you mean `budget`?']);
  deepEqual(faults('espalier 1\nbudgt foo\nagnt { x }\n'), [
    '2:1 unknown-keyword did you mean `budget`?', '3:1 unknown-keyword did you mean `agent`?',
  ]);
  deepEqual(clauses('agent a  mx 7  max 3  promt 4'), [['agent', 'a'], ['max', '3']]);
  deepEqual(faults('espalier 1 workflow w { step s { agent a  mx 7  max 3 } }').length, 1);
});

test('a brace that is missing is one fault, and what follows is read', () => {
  deepEqual(faults('espalier 1\nworkflow a {\n  step s {\n    wait 1m\n  step t { wait 2m }\n}\nagent b { use c }\n'), [
    '3:10 brace-not-closed',
  ]);
  deepEqual(faults('espalier 1\nworkflow a {\n  step s { wait 1m }\n\nworkflow b {\n  step s { wait 1m }\n}\n'), [
    '2:12 brace-not-closed',
  ]);
  deepEqual(faults('espalier 1\nagent a {\n  use codex\nagent b { use codex }\n'), ['2:9 brace-not-closed']);
  deepEqual(faults('espalier 1\nworkflow a {\n  step s { run "npm test  ok -> end }\n}\nagent b { use c }\n'), [
    '3:16 text-not-closed',
  ]);
});

test('a brace that is too many is one fault, and what follows is read into its block', () => {
  const steps = 'step s { wait 1m } ok -> t }\n}\n  step t { wait 1m }\n}\n';
  const text = `espalier 1\nworkflow a {\n  ${steps}agent b { use c }\n`;
  deepEqual(faults(text), ['3:20 brace-too-many', '4:1 brace-too-many']);
  const [workflow, agent] = blocksOf(text);
  deepEqual(workflow?.entries.map((entry) => (entry.kind === 'block' ? entry.entries.length : 0)), [2, 1]);
  equal(agent?.name?.text, 'b');
});

test('what others write is understood, and said', () => {
  deepEqual(faults(`espalier 1
tests "a" "b"
agent coder { use: codex  model = "x" }
workflow w(goal: text) {
  step s
    agent coder
    ok => t  fail --> halt  max → end as "bad"
  }
  step t { wait 1m }
}
`), [
    '2:11 value-too-many', '3:18 value-of-wrong-shape', '3:33 value-of-wrong-shape', '4:16 value-too-many',
    '5:8 brace-expected', '7:8 bad-character', '7:19 bad-character', '7:33 bad-character', '7:39 value-missing',
  ]);
});

test('brackets that are not closed take nothing with them', () => {
  deepEqual(faults('espalier 1\nworkflow a(goal text {\n  step s { panel [a, b  max 3  ok -> s }\n}\n'), [
    '2:11 bracket-not-closed', '3:18 bracket-not-closed',
  ]);
  deepEqual(faults('espalier 1\nlanding [a, b\nagent c { use d }\n'), ['2:9 bracket-not-closed']);
});

test('a block that could not be read to its end says so', () => {
  const [agent, gate] = blocksOf('espalier 1 agent a { use 3 } gate b "x" { in box }');
  deepEqual([agent?.broken, agent?.entries.length, gate?.broken], [true, 0, false]);
});

test('hostile texts end with few findings and work in proportion', () => {
  const texts = [
    '{', '}', '[', '(', 'a ', 'a -> ', '-> ', 'agent ', 'agent a { ', 'workflow w { step s { ', '] ', '"', '@ ', '3 ',
    'step x { ',
  ];
  for (const one of texts) {
    for (const before of ['', 'espalier 1 ', 'espalier 1 workflow w { step s { agent [', 'espalier 1 workflow w (']) {
      const text = before + one.repeat(20_000);
      const { findings, steps } = parse({ file: 'a.esp', text });
      ok(findings.length > 0 && findings.length <= 200, one);
      ok(steps <= 60 * text.length, `${one} after ${before}: ${steps / text.length}`);
    }
  }
});
