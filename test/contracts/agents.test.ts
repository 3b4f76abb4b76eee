// Every adapter against what its real program printed at each of its ends, in whatever pieces it came (E7, T3).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { acpAgent } from '../../src/agents/acp.ts';
import { claudeAgent } from '../../src/agents/claude.ts';
import { codexAgent } from '../../src/agents/codex.ts';
import { geminiAgent } from '../../src/agents/gemini.ts';
import { opencodeAgent } from '../../src/agents/opencode.ts';
import { piAgent } from '../../src/agents/pi.ts';
import type { AgentProgram } from '../../src/agents/program.ts';
import type { Agent, AgentCall, AgentEvent, AgentOrder, AgentResult } from '../../src/ports/agent.ts';
import type { SandboxOutcome } from '../../src/ports/sandbox.ts';

const program: AgentProgram = { command: ['/opt/agent'], inputs: [], version: '1' };
const acp = acpAgent({ path: '', node: process.execPath });

/** By where its transcripts are: one adapter may have been tried with several programs. */
const agents: readonly (Agent & { readonly transcripts: string })[] = [
  ...[claudeAgent(program), codexAgent(program), geminiAgent(program), opencodeAgent(program), piAgent(program)].map((agent) => ({ ...agent, transcripts: agent.name })),
  ...['acp-claude', 'acp-codex', 'acp-gemini', 'acp-opencode'].map((transcripts) => ({ ...acp, name: transcripts, transcripts })),
];

const order: AgentOrder = {
  id: 'a/write.1', decl: { name: 'coder', use: '', model: 'some-model', command: 'some-agent --acp' }, prompt: 'Do what `$(touch /tmp/x)` says.', words: ['ok', 'fail'], returns: null, writes: true,
  directory: '/run/order', gateway: { url: 'http://127.0.0.1:3128', socket: '/run/espalier/way-out.sock', key: 'placeholder-1' }, resumes: null,
};

/** What each end means, whichever program it is of. */
const ends: Readonly<Record<string, readonly string[]>> = {
  // Not every program asks again when a stream is cut.
  'ok': ['ended'], 'cut-once': ['ended', 'fault provider'], 'budget': ['budget', 'stopped early'], 'budget-late': ['budget', 'stopped early'], 'context': ['stopped context'],
  'rate-limit': ['rate-limit'], 'login': ['fault login'], 'provider': ['fault provider'], 'cut': ['fault provider'],
  // A reply that is cut for its length, or that says nothing, is no end of the work; some programs take it for one.
  'length': ['ended', 'stopped context', 'stopped early'], 'silent': ['ended', 'stopped early', 'stopped crashed'],
  // What can still be read of it was an answer, or was none.
  'malformed': ['ended', 'fault provider', 'stopped early', 'stopped crashed'],
  'hang': ['stopped crashed', 'fault program'], 'hang-sent': ['stopped crashed', 'fault program'],
};

interface Printed {
  readonly bytes: Uint8Array;
  /** Of the pieces in which it comes. */
  readonly size: number;
}

const transcriptOf = (agent: string, end: string): string => new URL(`../agents/transcripts/${agent}/${end}.jsonl`, import.meta.url).pathname;

function heard(call: AgentCall, { bytes, size }: Printed, outcome: SandboxOutcome): { readonly events: readonly AgentEvent[]; readonly result: AgentResult } {
  const listener = call.listen();
  const events: AgentEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...listener.push('stdout', bytes.subarray(at, at + size)));
  return { events, result: listener.end({ outcome, returned: new Map(), tail: '' }) };
}

const told = (result: AgentResult): string => ('why' in result ? `${result.kind} ${result.why}` : result.kind);

for (const agent of agents) {
  for (const [end, means] of Object.entries(ends)) {
    const file = transcriptOf(agent.transcripts, end);
    test(`${agent.name}: ${end} is ${means.join(' or ')}`, { skip: existsSync(file) ? false : `${agent.name} has left no transcript of this end` }, () => {
      const bytes = readFileSync(file);
      // Exit codes say nothing: the same end whatever it is.
      const results = [[bytes.length, 0], [7, 0], [65_536, 1]].map(([size = 1, code = 0]) => heard(agent.call(order), { bytes, size }, { kind: 'exit', code }));
      for (const { result } of results) assert.ok(means.includes(told(result)), `${told(result)}: ${'text' in result ? result.text : ''}`);
      for (const { events, result } of results) assert.deepEqual([events, result], [results[0]?.events, results[0]?.result]);
      if (end !== 'ok') return;
      const kinds = results[0]?.events.map(({ kind }) => kind) ?? [];
      for (const kind of ['started', 'tool', 'text', 'usage']) assert.ok(kinds.some((one) => one === kind), `it tells ${kind}`);
      assert.ok(results[0]?.events.some((event) => event.kind === 'started' && event.session !== null && event.session.length > 5), 'its session has a name');
      assert.ok(results[0]?.events.some((event) => event.kind === 'usage' && event.usage.input > 0 && event.usage.output > 0));
    });
  }

  test(`${agent.name}: a program that was ended, or that printed nothing, has not done its work`, () => {
    for (const outcome of [{ kind: 'signal', signal: 'SIGKILL' }, { kind: 'oom' }, { kind: 'limit', which: 'cpu' }] as const) {
      const { result } = heard(agent.call(order), { bytes: existsSync(transcriptOf(agent.transcripts, 'ok')) ? readFileSync(transcriptOf(agent.transcripts, 'ok')) : new Uint8Array(), size: 4_096 }, outcome);
      assert.equal(told(result), 'stopped crashed');
    }
    assert.equal(told(heard(agent.call(order), { bytes: new Uint8Array(), size: 1 }, { kind: 'exit', code: 0 }).result), 'fault program');
  });

  test(`${agent.name}: nothing that it could print breaks who hears it`, () => {
    const junk = ['{}', '[]', 'null', '{"type":null}', '{"type":"result"}', '{"type":"assistant","message":{"content":"x"}}', '{"type":"message_end","message":[]}', '{"type":"item.completed","item":3}',
      '{"type":"turn.failed","error":[]}', '{"type":"step_finish","part":{"tokens":"many"}}', '{"__proto__":{"type":"result"},"constructor":1}', '\u0000\uffff', '{"type":"error","error":{"data":{"statusCode":"429"}}}', '{"type":"result","status":7,"stats":[]}'];
    for (const line of junk) {
      const { result } = heard(agent.call(order), { bytes: Buffer.from(`${line}\n${line}`), size: 3 }, { kind: 'exit', code: 0 });
      assert.notEqual(result.kind, 'ended', line);
    }
  });

  test(`${agent.name}: the prompt is no argument that anything reads as an option or a command, and no real key is near it`, () => {
    for (const prompt of ['--help', '$(id)', '-c x', '@file', '/clear']) {
      const call = agent.call({ ...order, prompt });
      assert.ok(!call.command.includes(prompt), 'it comes by standard input');
      // What begins like a command of its own, claude runs as one (measured).
      assert.match(call.stdin ?? '', /^[\w$]/);
      assert.ok(call.stdin?.endsWith(prompt), 'word for word');
      assert.equal(call.files.get('prompt.md'), prompt);
    }
    const call = agent.call(order);
    assert.match(JSON.stringify([call.env, [...call.home], call.command]), /placeholder-1/);
    assert.throws(() => agent.call({ ...order, gateway: null }), /no gateway/);
  });

  test(`${agent.name}: goes on with a session by its name, and keeps what holds it`, () => {
    const [fresh, resumed] = [agent.call(order), agent.call({ ...order, resumes: 'ses-1234' })];
    assert.ok(!fresh.command.includes('ses-1234') && resumed.command.includes('ses-1234'));
    assert.ok(fresh.keeps.length > 0 && fresh.keeps.every((path) => !path.startsWith('/') && !path.includes('..')));
  });
}

test('opencode: never shortens a conversation by itself, which it would do for ever', () => {
  const { env } = opencodeAgent(program).call(order);
  assert.match(env['OPENCODE_CONFIG_CONTENT'] ?? '', /"compaction":\{"auto":false\}/);
});
