import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentError, type AgentEnded, type AgentOrder, type AgentResult } from '../ports/agent.ts';
import { notePath, resultPath } from '../ports/agent-places.ts';
import { commandAgent } from './command.ts';

const nonce = '0f1e2d3c4b5a6978';
const agent = commandAgent(() => nonce);
const order: AgentOrder = {
  id: 'a/write.1', decl: { name: 'coder', use: 'command', command: 'my-agent --once' }, prompt: 'Do it.\n', words: ['ok', 'fail'], returns: null, writes: true,
  directory: '/run/order', gateway: null, resumes: null,
};
const envelope = `=== ${nonce} begin\n=== ${nonce} new a.ts\none\n=== ${nonce} end\n`;

interface Played {
  readonly code?: number;
  readonly printed?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly more?: Partial<AgentOrder>;
}

function play({ code = 0, printed = '', files = {}, more = {} }: Played): AgentResult {
  const listener = agent.call({ ...order, ...more }).listen();
  for (const byte of Buffer.from(printed)) listener.push('stdout', Uint8Array.of(byte));
  listener.push('stderr', Buffer.from(`=== ${nonce} begin\n`));
  const returned: AgentEnded['returned'] = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  return listener.end({ outcome: { kind: 'exit', code }, returned, tail: printed });
}

test('a shell in the box reads its command; the prompt is what it reads, the way to change files by words with it', () => {
  const call = agent.call(order);
  assert.deepEqual(call.command, ['sh', '-c', 'my-agent --once']);
  assert.ok(call.stdin?.startsWith('Do it.\n\n## If you cannot change files') && call.stdin.includes(nonce));
  assert.equal(call.files.get('prompt.md'), call.stdin);
  assert.equal(agent.call({ ...order, writes: false }).stdin, 'Do it.\n');
  assert.equal(agent.call({ ...order, gateway: { url: 'http://127.0.0.1:1', socket: '/s', key: 'k' } }).env['ESPALIER_GATEWAY'], 'http://127.0.0.1:1');
  assert.throws(() => agent.call({ ...order, decl: { name: 'coder', use: 'command' } }), AgentError);
});

test('a nonce is another for each call', () => {
  const own = commandAgent();
  assert.notEqual(own.call(order).stdin, own.call(order).stdin);
});

test('exit 0 is ok, or the word that it wrote; silence approves nothing', () => {
  assert.deepEqual(play({ printed: 'I did it.\n' }), { kind: 'ended', word: 'ok', text: 'I did it.' });
  assert.deepEqual(play({ files: { [resultPath]: '{"word": "fail", "text": "no"}' } }), { kind: 'ended', word: 'fail', text: 'no' });
  assert.equal(play({ more: { words: ['approve', 'change'], writes: false } }).kind, 'stopped');
});

test('any other end is a crash, with what it printed last and its note', () => {
  assert.deepEqual(play({ code: 3, printed: `broken\n` }), { kind: 'stopped', why: 'crashed', text: 'broken' });
  assert.deepEqual(play({ code: 3, printed: envelope, files: { [notePath]: 'half done' } }), { kind: 'stopped', why: 'crashed', text: `${envelope.trim()}\n\nhalf done` });
  const ended = agent.call(order).listen().end({ outcome: { kind: 'oom' }, returned: new Map(), tail: '' });
  assert.deepEqual(ended, { kind: 'stopped', why: 'crashed', text: 'its program was ended: oom' });
});

test('an envelope on its standard output is what it wants changed; a void one is told, and one of who only reads is nothing', () => {
  const edits = [{ kind: 'new', path: 'a.ts', text: 'one\n' }];
  assert.deepEqual(play({ printed: `Done so.\n${envelope}` }), { kind: 'ended', word: 'ok', text: 'Done so.', edits });
  assert.deepEqual(play({ printed: envelope, files: { [resultPath]: '{"word": "ok", "text": "so"}' } }), { kind: 'ended', word: 'ok', text: 'so', edits });
  assert.deepEqual(play({ printed: envelope + envelope }), { kind: 'misshapen', text: 'its envelope is void, and nothing of it is applied: line 5: a second `begin`: there is one envelope' });
  assert.deepEqual(play({ printed: envelope, more: { writes: false } }), { kind: 'ended', word: 'ok', text: '' });
});

test('however much it prints, little is kept', () => {
  const listener = agent.call(order).listen();
  for (let at = 0; at < 20; at += 1) listener.push('stdout', new Uint8Array(1 << 20));
  assert.equal(listener.end({ outcome: { kind: 'exit', code: 0 }, returned: new Map(), tail: '' }).kind, 'misshapen');
});
