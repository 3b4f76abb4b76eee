import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, call, plan, review, run, wait, workflow } from '../build-ir.ts';
import { dot } from './dot.ts';
import { graphOf } from './graph.ts';
import { layOut } from './lay-out.ts';
import { mermaid } from './mermaid.ts';
import { svg } from './svg.ts';

const ir = plan({ workflows: [
  workflow('main', run('try', { command: 'echo "<b>" & \\ | ]' }, 'ok -> sub  fail -> try'), call('sub', { workflow: 'part' }, 'ok -> end  bad -> halt')),
  workflow('part', ask('go', { question: 'Go "on"?\u0007\u202e' }, 'yes -> end  no -> end as bad')),
] });
const graph = graphOf(ir);

test('the model has each workflow, its steps and ends, and wires to one place as one arrow', () => {
  deepEqual(graph.workflows, [
    { name: 'main', start: 'n0', nodes: ['n0', 'n1', 'n2', 'n3'] }, { name: 'part', start: 'n4', nodes: ['n4', 'n5'] },
  ]);
  deepEqual(graph.edges.map(({ from, to, words, kind }) => `${from} ${kind} ${to} ${words.join('|')}`), [
    'n0 wire n1 ok', 'n0 wire n0 fail', 'n1 wire n2 ok', 'n1 wire n3 bad', 'n4 wire n5 yes|no as bad', 'n1 call n4 calls',
  ]);
});

test('Mermaid has what would mean something to it as entity codes', () => {
  match(mermaid(graph), /n0\["▶ try<br\/>run echo #34;#60;b#62;#34; #38; #92; #124; #93;"\]/);
  match(mermaid(graph), /n1 -\.->\|"calls"\| n4/);
});

test('DOT has its quotes and backslashes escaped', () => match(dot(graph), /n0 \[label="▶ try\\nrun echo \\"<b>\\" & \\\\ \| \]"\];/));

test('SVG is well formed, steers nothing, and is the same each time', () => {
  const text = svg(graph);
  equal(text, svg(graph));
  for (const drawn of [text, dot(graph), mermaid(graph)]) equal(/[\p{Cf}]|[^\P{Cc}\n]/u.test(drawn), false);
  match(text, /echo &quot;&lt;b&gt;&quot; &amp; \\ \| \]/);
  const open: string[] = [];
  for (const [, slash, name = '', , closed] of text.matchAll(/<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/g)) {
    if (slash === '/') equal(open.pop(), name);
    else if (closed !== '/') open.push(name);
  }
  deepEqual(open, []);
  equal(text.replaceAll(/<\/?[a-z]+(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g, '').includes('<'), false);
});

test('no two boxes overlap, and each lies in its cluster', () => {
  const { boxes, clusters } = layOut(graph);
  const all = [...boxes.values()];
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      const apart = Math.abs(one.x - other.x) * 2 >= one.width + other.width || Math.abs(one.y - other.y) * 2 >= one.height + other.height;
      equal(apart, true);
    }
    equal(clusters.some(({ x, y, width, height }) => one.x > x && one.x < x + width && one.y > y && one.y < y + height), true);
  }
});

test('every format marks where a workflow begins, and says what a panel, a ladder and an exploring call are', () => {
  const drawn = graphOf(plan({ workflows: [
    workflow('main',
      call('try', { workflow: 'part', explore: { branches: 3, pick: 'best' } }, 'ok -> look'),
      review('look', ['skeptic', 'critic'], 'approve -> rest  change -> try  split -> halt  fail -> halt'),
      wait('rest', { afterMs: 5_400_000 }, 'ok -> end')),
    workflow('part', agent('write', { agents: ['coder', 'coder', 'senior'], by: 'attempt' }, 'ok -> end  fail -> halt')),
  ] }));
  deepEqual(drawn.nodes.filter(({ isStart }) => isStart).map(({ name }) => name), ['try', 'write']);
  for (const text of [mermaid(drawn), dot(drawn), svg(drawn)]) {
    match(text, /▶ try.*call part, explore 3 pick best/);
    match(text, /panel of skeptic, critic/);
    match(text, /▶ write.*agent coder, coder, senior by attempt/);
    match(text, /wait 90m/);
    equal(text.split('▶').length, 3);
    equal(text.includes('agent panel'), false);
  }
});
