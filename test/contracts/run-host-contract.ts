/** What every host of runs must do, as tests: run on each kind of journal. */

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { RunHost } from '../../src/ports/run-host.ts';
import { note, type ToyCommand, type ToyEvent, type ToyState } from './toy-brain.ts';
import { opened } from './opened.ts';

type Host = RunHost<ToyState, ToyCommand, ToyEvent>;

export interface HostUnderTest {
  /** A new host over the same journal, each call as another process would be. */
  readonly host: () => Host;
  readonly dispose: () => Promise<void>;
}

export function runHostContract(name: string, open: () => Promise<HostUnderTest>): void {
  const test = opened(open);
  describe(`run host contract: ${name}`, () => {
    describe('one host', () => alone(test));
    describe('several hosts', () => together(test));
  });
}

type Test = (title: string, body: (parts: HostUnderTest) => Promise<void>) => void;

const wordsIn = (host: Host, run: string): Promise<number> => host.look(run, (state) => state.words);

async function noted(host: Host, run: string, command: ToyCommand): Promise<readonly string[]> {
  const answer = await host.exec(run, command);
  assert.ok(!isRefusal(answer));
  return answer.map((event) => (event.type === 'Noted' ? event.word : event.type));
}

function alone(test: Test): void {
  test('answers with the events, and shows the state after them', async ({ host }) => {
    const one = host();
    assert.deepEqual(await noted(one, 'r', note('1', 'a', 'b')), ['a', 'b']);
    assert.deepEqual(await one.look('r', (state, version) => [state.last, version.position]), ['b', 2]);
    assert.equal(await wordsIn(one, 'other'), 0);
  });

  test('answers with a refusal, and appends nothing', async ({ host }) => {
    const one = host();
    const answer = await one.exec('r', note('1', 'forbidden'));
    assert.ok(isRefusal(answer));
    assert.deepEqual(answer.rules, ['X1']);
    assert.equal(await one.look('r', (_, version) => version.position), 0);
  });

  test('applies a command once, whoever gives it again', async ({ host }) => {
    const one = host();
    const answers = await Promise.all([noted(one, 'r', note('1', 'a')), noted(one, 'r', note('1', 'a'))]);
    assert.deepEqual(answers, [['a'], []]);
    assert.deepEqual(await noted(host(), 'r', note('1', 'a')), []);
    assert.equal(await wordsIn(one, 'r'), 1);
  });

  test('answers many commands in their order, refusals between them', async ({ host }) => {
    const one = host();
    const words = Array.from({ length: 600 }, (_, i) => (i % 7 === 3 ? 'forbidden' : `${i}`));
    const answers = await Promise.all(words.map((word, i) => one.exec('r', note(`${i}`, word))));
    for (const [i, answer] of answers.entries()) assert.equal(isRefusal(answer), i % 7 === 3);
    assert.equal(await wordsIn(one, 'r'), words.filter((word) => word !== 'forbidden').length);
  });

  test('rejects the command that breaks the brain, and no other', async ({ host }) => {
    const one = host();
    const settled = await Promise.allSettled([
      one.exec('r', note('1', 'a')),
      one.exec('r', note('2', 'b', 'break evolve')),
      one.exec('r', note('3', 'break decide')),
      one.exec('r', note('4', 'd')),
    ]);
    assert.deepEqual(settled.map(({ status }) => status), ['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    assert.deepEqual(await one.look('r', (state) => [state.words, state.last]), [2, 'd']);
    assert.equal(await wordsIn(host(), 'r'), 2);
  });

  test('looks only at what is durable, and passes on what the reader throws', async ({ host }) => {
    const one = host();
    const noting = one.exec('r', note('1', 'a', 'b', 'c'));
    const seen = await one.look('r', (state, version) => [state.words, version.position]);
    assert.deepEqual(seen, [3, 3]);
    await noting;
    await assert.rejects(one.look('r', () => {
      throw new Error('reader');
    }), /reader/);
    assert.equal(await wordsIn(one, 'r'), 3);
  });

  test('refuses everything once it is closed', async ({ host }) => {
    const one = host();
    const noting = noted(one, 'r', note('1', 'a'));
    await one.close();
    assert.deepEqual(await noting, ['a']);
    await assert.rejects(one.exec('r', note('2', 'b')), /closed/);
    assert.equal(await wordsIn(host(), 'r'), 1);
  });
}

function together(test: Test): void {
  test('each sees what the others did before', async ({ host }) => {
    const hosts = [host(), host(), host()];
    for (let i = 0; i < 30; i += 1) {
      const each = hosts[i % hosts.length];
      assert.ok(each !== undefined);
      assert.equal(await wordsIn(each, 'r'), i);
      assert.deepEqual(await noted(each, 'r', note(`${i}`, `${i}`)), [`${i}`]);
    }
  });

  test('all get through when all want the same run, and nothing is lost or doubled', async ({ host }) => {
    const hosts = [host(), host(), host()];
    const each = 60;
    await Promise.all(hosts.map(async (one, h) => {
      for (let i = 0; i < each; i += 1) assert.deepEqual(await noted(one, 'r', note(`${h}.${i}`, 'a', 'b')), ['a', 'b']);
    }));
    for (const one of hosts) assert.equal(await wordsIn(one, 'r'), hosts.length * each * 2);
  });
}
