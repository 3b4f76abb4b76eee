/** People speak to leaves at work, and in dialogues: they hear it, and what they have written is kept (T3, T4, B4, T7). */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { archivePath } from '../../src/hands/agent-session.ts';
import type { HandParts } from '../../src/hands/hand-parts.ts';
import type { Event, EventOf } from '../../src/kernel/event.ts';
import { agent, plan, talk, workflow } from '../../src/language/build-ir.ts';
import type { Agent } from '../../src/ports/agent.ts';
import { CrewWorld } from './crew-world.ts';

const endsIn = (events: readonly Event[]): readonly EventOf<'LeaseEnded'>[] => events.filter((event) => event.type === 'LeaseEnded');

function writing(more: Partial<Parameters<typeof agent>[1]> = {}): ReturnType<typeof plan> {
  const write = agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 1, ...more }, 'ok -> end  fail -> halt  refused -> halt');
  return plan({ limits: { retries: 0 }, workflows: [workflow('main', write)] });
}

/** Boxes that say when something has been printed in one, and put in more of what comes back. */
function heard(usual: HandParts, onOutput: (text: string) => void): HandParts['boxes'] {
  const { boxes } = usual;
  const run: HandParts['boxes']['run'] = (work, watcher) => boxes.run(work, {
    ...watcher,
    onOutput: (stream, bytes) => {
      watcher.onOutput(stream, bytes);
      onOutput(Buffer.from(bytes).toString());
    },
  });
  return { run, collect: (work) => boxes.collect(work), place: (id) => boxes.place(id), openGateway: (of) => boxes.openGateway(of) };
}

/** The first session writes `first` and would go on for ever; the second keeps its prompt, and ends. */
async function interruptedWorld(ir: ReturnType<typeof plan>, first: string): Promise<{ readonly world: CrewWorld; readonly prompt: () => string }> {
  const place = { beside: '', sessions: 0 };
  const world = await CrewWorld.begin({ ir, scripts: () => {
    place.sessions += 1;
    const pipe = join(place.beside, 'pipe');
    if (place.sessions === 1) return `${first}\necho begun\nexec cat '${pipe}'\n`;
    return `cp "$ESPALIER_PROMPT" '${join(place.beside, 'second.md')}'\nmkdir -p src\necho 2 > src/b.js\n`;
  } });
  place.beside = world.repository.beside;
  execFileSync('mkfifo', [join(place.beside, 'pipe')]);
  return { world, prompt: () => readFileSync(join(place.beside, 'second.md'), 'utf8') };
}

test('a leaf that is spoken to is ended, its work so far is kept, and the session that goes on has the words first', async () => {
  const { world, prompt } = await interruptedWorld(writing(), 'mkdir src\necho 1 > src/a.js');
  try {
    const speak = (): void => void world.exec({ type: 'speak', person: 'ada', order: '@/write.1', text: 'Leave the parser alone.' });
    assert.equal((await world.work({ parts: (usual) => ({ boxes: heard(usual, (text) => { if (text.includes('begun')) speak(); }) }) })).status, 'complete');
    assert.deepEqual(endsIn(world.events).map(({ epoch, how, kept = false }) => [epoch, how, kept]), [[1, 'spoken-to', true], [2, 'reported', false]]);
    assert.match(prompt(), /^# From a person\n\nada said while this was at work:\nLeave the parser alone\.\n\n[\s\S]*Do it\.[\s\S]*What was changed so far is in the files/);
    const line = await world.look(({ lines }) => lines.get('@'));
    assert.deepEqual(line?.changes.map(({ path }) => path), ['src/a.js', 'src/b.js']);
    assert.deepEqual(line?.guidance.map(({ from, outcome, text }) => [from, outcome, text]), [['ada', 'said', 'Leave the parser alone.']]);
  } finally {
    await world.close();
  }
});

test('a step that begins afresh goes on from what was written before it was spoken to', async () => {
  const { world } = await interruptedWorld(writing({ fresh: true }), 'mkdir src\necho 1 > src/a.js');
  try {
    const speak = (): void => void world.exec({ type: 'speak', person: 'ada', order: '@/write.1', text: 'Go on.' });
    assert.equal((await world.work({ parts: (usual) => ({ boxes: heard(usual, (text) => { if (text.includes('begun')) speak(); }) }) })).status, 'complete');
    const line = await world.look(({ lines }) => lines.get('@'));
    assert.deepEqual(line?.changes.map(({ path }) => path), ['src/a.js', 'src/b.js']);
  } finally {
    await world.close();
  }
});

test('what it may not have written is kept apart, and the session that goes on is told why', async () => {
  const { world, prompt } = await interruptedWorld(writing(), 'echo 1 > else.md');
  try {
    const speak = (): void => void world.exec({ type: 'speak', person: 'ada', order: '@/write.1', text: 'In src alone.' });
    assert.equal((await world.work({ parts: (usual) => ({ boxes: heard(usual, (text) => { if (text.includes('begun')) speak(); }) }) })).status, 'complete');
    assert.equal(world.events.find(({ type }) => type === 'PatchRefused')?.type, 'PatchRefused');
    assert.match(prompt(), /What was written could not be kept: E2: `else\.md`/);
    const { changes, patches } = await world.look(({ lines, patches: known }) => ({ changes: lines.get('@')?.changes ?? [], patches: [...known.entries()].map(([, { status }]) => status) }));
    assert.deepEqual(changes.map(({ path }) => path), ['src/b.js']);
    assert.ok(patches.includes('quarantined'));
  } finally {
    await world.close();
  }
});

/** An empty archive, of files as boxes return them. */
const archive = gzipSync(Buffer.alloc(1024));

/** The scripted agent with a session, as far as hands see one: its boxes hand back an archive that they made up. */
function remembering(usual: HandParts, resumed: (string | null)[]): Partial<HandParts> {
  const scripted = usual.agent('scripted');
  assert.ok(scripted !== null);
  const keeping: Agent = {
    ...scripted,
    call: (order) => {
      resumed.push(order.resumes);
      const call = scripted.call(order);
      return { ...call, keeps: ['.session'], listen: () => ({ ...call.listen(), push: () => [{ kind: 'started', session: 'dialogue-1', model: null }] }) };
    },
  };
  const { boxes } = usual;
  const run: HandParts['boxes']['run'] = async (work, watcher) => {
    const outcome = await boxes.run({ ...work, command: work.command.slice(2) }, watcher);
    if (outcome.kind === 'exit') watcher.onReturned?.({ path: archivePath, content: archive });
    return outcome;
  };
  return { agent: () => keeping, boxes: { ...heard(usual, () => undefined), run } };
}

async function dialogue(keeps: boolean): Promise<{ readonly prompts: readonly string[]; readonly resumed: readonly (string | null)[] }> {
  const ir = plan({ workflows: [workflow('main', talk('discuss', ['coder'], 'agreed -> end  fail -> halt'))] });
  const resumed: (string | null)[] = [];
  let beside = '';
  const world = await CrewWorld.begin({ ir, scripts: (order) => `cp "$ESPALIER_PROMPT" '${join(beside, order.slice(-1))}'\necho "{\\"word\\": \\"ok\\", \\"text\\": \\"Answer ${order.slice(-1)}\\"}" > "$ESPALIER_RESULT"\necho said\n` });
  try {
    ({ beside } = world.repository);
    for (const text of ['How large is it?', 'And how old?', 'Thank you.']) {
      await world.work({ parts: (usual) => (keeps ? remembering(usual, resumed) : {}) });
      await world.exec({ type: 'say', person: 'ada', question: 'q1', text });
    }
    await world.work({ parts: (usual) => (keeps ? remembering(usual, resumed) : {}) });
    assert.deepEqual(world.events.flatMap((event) => (event.type === 'TurnTaken' ? [event.text] : [])), ['Answer 1', 'Answer 2', 'Answer 3']);
    return { prompts: ['1', '2', '3'].map((turn) => readFileSync(join(beside, turn), 'utf8')), resumed };
  } finally {
    await world.close();
  }
}

test('a dialogue is one session: its first turn is asked whole, and each later one is the words of the person alone', async () => {
  const { prompts: [first = '', ...later], resumed } = await dialogue(true);
  assert.match(first, /^Do it\.\n\n# The dialogue\n\nada says now:\nHow large is it\?/);
  assert.deepEqual(later, ['And how old?', 'Thank you.']);
  assert.deepEqual(resumed, [null, 'dialogue-1', 'dialogue-1']);
});

test('where no session can be kept each turn has what was said before it', async () => {
  const { prompts: [, , last = ''] } = await dialogue(false);
  assert.match(last, /^Do it\.\n\n# The dialogue\n\nada said:\nHow large is it\?\n\nYou said:\n\[data .*\nAnswer 1\n[\s\S]*\nada said:\nAnd how old\?[\s\S]*Answer 2\n[\s\S]*\nada says now:\nThank you\./);
});
