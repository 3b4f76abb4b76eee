// What an agent says through its files: its word alone, and nothing that was not asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentOrder } from '../ports/agent.ts';
import { notePath, resultPath } from '../ports/agent-places.ts';
import { readChannel } from './channel.ts';

const order: AgentOrder = {
  id: 'a/write.1', decl: { name: 'coder', use: 'claude' }, prompt: 'Do it.', words: ['ok', 'fail'], returns: null, writes: true, directory: '/run/order', gateway: null, resumes: null,
};

const ended = (files: Readonly<Record<string, string>>): Parameters<typeof readChannel>[1] => ({
  outcome: { kind: 'exit', code: 0 }, tail: '', returned: new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])),
});

test('silence is ok where that is a word, and nowhere else', () => {
  assert.deepEqual(readChannel(order, ended({}), 'I did it.'), { kind: 'ended', word: 'ok', text: 'I did it.' });
  const silent = readChannel({ ...order, words: ['approve', 'change', 'fail'] }, ended({}), 'It is fine: approve.');
  assert.equal(silent.kind, 'stopped');
  assert.match('text' in silent ? silent.text : '', /one of approve, change, fail/);
});

test('what was written is its word, whatever it printed', () => {
  assert.deepEqual(readChannel(order, ended({ [resultPath]: '{"word":"fail","text":"no"}' }), 'all good'), { kind: 'ended', word: 'fail', text: 'no' });
});

test('a note without a result is a handoff', () => {
  assert.deepEqual(readChannel(order, ended({ [notePath]: 'half is done\n' }), ''), { kind: 'stopped', why: 'handoff', text: 'half is done' });
});

test('what is not as asked is told, so that it can be put right once', () => {
  for (const [given, text, says] of [
    [order, '{"word":"done"}', /ends with one of ok, fail/],
    [order, '{"word":', /cannot be read/],
    [order, '{"word":"ok","more":1}', /cannot be read/],
    [{ ...order, returns: 'tasks' as const }, '{"word":"ok"}', /has none/],
    [{ ...order, returns: 'data' as const }, '{"word":"ok"}', /has none/],
  ] as const) {
    const read = readChannel(given, ended({ [resultPath]: text }), '');
    assert.equal(read.kind, 'misshapen', text);
    assert.match('text' in read ? read.text : '', says);
  }
  assert.equal(readChannel({ ...order, returns: 'tasks' }, ended({}), '').kind, 'misshapen');
});
