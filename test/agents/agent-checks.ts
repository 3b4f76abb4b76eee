/**
 * What every real program of an agent is tried for, in a box and against the scripted model.
 *
 * `npm test` tries one thing, with the programs that are cached; `AGENT_CHECKS=all` tries the rest. In between,
 * `AGENT_CHECKS=runs` tries that one thing of the variants too, as whole runs (runs/) try the programs themselves.
 * What a program printed at each end is kept in transcripts/, and compared by its shape: adapters are
 * tested against these. `REWRITE=1` writes them anew.
 */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Script } from '../model/script.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { AgentBoxes, type AgentRun, agentUrl, type BoxedAgent, placeholder } from './agent-box.ts';
import { findAgent } from './agent-cache.ts';
import { type AgentEnd, agentEnds } from './agent-ends.ts';
import type { AgentProfile } from './agent-profiles.ts';
import { eventsIn, shapeOf } from './event-shape.ts';
import { keepTranscript, transcriptOf } from './transcripts.ts';

const isWhole = process.env['AGENT_CHECKS'] === 'all';
const isTold = isWhole || process.env['AGENT_CHECKS'] === 'runs';
/** As a person's own keys are found: none of them may be seen inside. */
const canary = `sk-canary-${process.pid}-${Math.trunc(performance.now() * 1_000)}`;
const keyNames = ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN'];
const well = { kind: 'exit', code: 0 };

export async function checkAgent(profile: AgentProfile): Promise<void> {
  if (profile.isVariant === true && !isTold) return void test(`${profile.name}: works in a box`, { skip: 'npm run test:agents tries it' }, () => undefined);
  const installed = findAgent(profile.agent);
  const why = typeof installed === 'string' ? installed : process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
  const { name } = profile;
  if (typeof installed === 'string' || why !== null) return void test(`${name}: works in a box`, { skip: why ?? 'it is not there' }, () => undefined);
  const boxes = new AgentBoxes(installed);
  after(() => boxes.remove());
  const checks = new AgentChecks(profile, boxes);
  test(`${name}: edits a file, and sees no key`, () => checks.edits());
  if (!isWhole) return undefined;
  test(`${name}: works where nothing can be written`, () => checks.reads());
  test(`${name}: goes on with a session, and without what was kept of it does not`, () => checks.resumes());
  test(`${name}: killed while a tool runs, it leaves nothing`, () => checks.isKilled());
  for (const end of agentEnds.filter((one) => profile.ends?.includes(one.name) !== false)) test(`${name}: ${end.name}, ${end.says}`, () => checks.ends(end));
  return undefined;
}

class AgentChecks {
  readonly #profile: AgentProfile;
  readonly #boxes: AgentBoxes;

  constructor(profile: AgentProfile, boxes: AgentBoxes) {
    this.#profile = profile;
    this.#boxes = boxes;
  }

  async edits(): Promise<void> {
    for (const name of keyNames) process.env[name] = canary;
    const look = "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | sort -u > seen.txt; echo hi > out.txt; echo done";
    await this.#withModel({ turns: [{ shell: look }, { text: 'All done.' }] }, async (model) => {
      const given = this.#profile.call({ prompt: 'Create out.txt', resumes: null });
      const run = await this.#run(model, { env: { ...given.env, WITNESS: 'given to this order' } });
      assert.deepEqual(run.outcome, well, run.stderr);
      const left = Object.fromEntries(run.changes.map((change) => [change.path, 'content' in change ? Buffer.from(change.content).toString('utf8') : change.kind]));
      assert.deepEqual(Object.keys(left).toSorted(), ['out.txt', 'seen.txt']);
      assert.equal(left['out.txt'], 'hi\n');
      // What it was given is seen there, so what it was not given would be.
      assert.match(left['seen.txt'] ?? '', /given to this order/);
      assert.ok(!Object.values(left).join().includes(canary));
      const shown = new Set(model.requests.flatMap(({ credential }) => (credential === null ? [] : [credential.value.replace('Bearer ', '')])));
      assert.deepEqual([...shown], [placeholder]);
      const expected = (this.#profile.asksFor ?? []).map((host) => `${host}:443 `);
      assert.deepEqual(run.refused.filter((line) => !expected.some((host) => line.startsWith(host))), []);
    });
  }

  async reads(): Promise<void> {
    await this.#withModel({ turns: [{ shell: 'cat base.txt; echo no > base.txt' }, { text: 'I have read it.' }] }, async (model) => {
      const run = await this.#run(model, { isReadOnly: true });
      assert.deepEqual(run.outcome, well, run.stderr);
      // In one piece or in two.
      assert.match(run.stdout, /I have read it|I have r/);
      assert.match(JSON.stringify(model.requests.at(-1)?.body), /as it was/);
    });
  }

  async resumes(): Promise<void> {
    const [first, session] = await this.#withModel({ turns: [{ shell: 'echo one > one.txt' }, { text: 'One.' }] }, async (model) => {
      const run = await this.#run(model, {});
      assert.deepEqual(run.outcome, well, run.stderr);
      return [run, this.#profile.sessionOf(eventsIn(run.stdout))] as const;
    });
    assert.ok(session !== null && first.kept !== undefined);
    // The first result is of the call before (some tell it twice): only who remembers it gets to the second turn.
    const two = { shell: 'echo two > two.txt' };
    const script: Script = { turns: [{ text: 'I remember nothing.' }, two, two, { text: 'Two.' }] };
    const paths = (run: AgentRun): readonly string[] => run.changes.map(({ path }) => path);
    await this.#withModel(script, async (model) => {
      const run = await this.#run(model, { kept: first.kept }, session);
      assert.deepEqual([run.outcome, paths(run)], [well, ['two.txt']], run.stdout + run.stderr);
    });
    await this.#withModel(script, async (model) => assert.deepEqual(paths(await this.#run(model, {}, session)), []));
    console.log(`# ${this.#profile.name} keeps ${first.kept.length} bytes of: ${(first.home ?? []).filter((line) => this.#profile.keeps.some((path) => line.includes(` ${path}`))).join(' · ')}`);
  }

  async isKilled(): Promise<void> {
    const cancel = new AbortController();
    const { mark } = this.#boxes;
    const shell = `: ${mark}; node -e 'fetch("${agentUrl}/tool-is-up")'; sleep 600; : ${mark}`;
    let seen = 0;
    const model = await startScriptedModel({
      script: { turns: [{ shell }, { text: 'never' }] },
      onRequest: ({ path }) => {
        if (path !== '/tool-is-up') return;
        seen = this.#boxes.left();
        cancel.abort();
      },
    });
    try {
      const { outcome } = await this.#run(model, { cancel: cancel.signal });
      assert.ok(seen > 0, 'the tool ran');
      assert.deepEqual([outcome, this.#boxes.left()], [{ kind: 'cancelled' }, 0]);
    } finally {
      await model.close();
    }
  }

  async ends({ name, script, ends }: AgentEnd): Promise<void> {
    await this.#withModel(script(this.#profile.api), async (model) => {
      const run = await this.#run(model, ends === 'by itself' ? {} : { wallMs: this.#profile.hangMs });
      assert.equal(run.outcome.kind === 'timeout' ? 'by the wall' : 'by itself', ends, run.stdout + run.stderr);
      assert.ok(['exit', 'signal', 'timeout'].includes(run.outcome.kind), run.outcome.kind);
      assert.equal(this.#boxes.left(), 0);
      if (process.env['REWRITE'] === '1') keepTranscript(this.#profile.name, name, run);
      const kept = transcriptOf(this.#profile.name, name);
      const [seen, expected] = [run.stdout, kept.text].map((text) => shapeOf(eventsIn(text)));
      // What was ended by the wall may have got less far, on a slower machine.
      const before = ends === 'by itself' ? expected : expected?.slice(0, seen?.length);
      assert.deepEqual([run.outcome, seen], [kept.outcome, before], run.stderr);
      console.log(`# ${this.#profile.name} ${name}: ${JSON.stringify(run.outcome)}, ${run.ms} ms, ${model.requests.length} requests; ${run.stderr.trim().slice(-300)}`);
    });
  }

  #run(model: ScriptedModel, more: Partial<BoxedAgent>, resumes: string | null = null): Promise<AgentRun> {
    return this.#boxes.run(model, { ...this.#profile.call({ prompt: 'Create out.txt', resumes }), ...more });
  }

  async #withModel<T>(script: Script, act: (model: ScriptedModel) => Promise<T>): Promise<T> {
    const model = await startScriptedModel({ script });
    try {
      return await act(model);
    } finally {
      await model.close();
    }
  }
}
