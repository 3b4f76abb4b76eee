/** What a run with a real program as its agent is tried for, whichever program it is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packagedRates } from '../../../src/gateway/prices/packaged-rates.ts';
import { whyNoBubblewrap } from '../../contracts/boxed-order.ts';
import type { Fault, Script, Turn } from '../../model/script.ts';
import { descendantsOf, outliving } from './descendants.ts';
import { type RealAgent, whyNotThere } from './real-agent.ts';
import { ended, keyHalves, type Playing, realKey, RealRun, settled } from './real-run.ts';

const gated = (write: string, limits = ''): string => `tests ["test/**"]
${limits}
gate static "test ! -e src/out.txt || grep -q hi src/out.txt" { role static }
landing [static]
workflow build {
  step write { agent coder  prompt "write.md"  writes code ["src/**"]  max 3  ${write}  ok -> verify  fail -> halt  refused -> halt }
  step over { run "true"  ok -> end  fail -> halt }
  step verify { gate static  green -> land  red -> write }
  step land { land  landed -> end  conflict -> halt  red -> halt }
}
`;
const plain = gated('budget -> halt  timeout -> halt').replace(/ {2}step over .*\n/, '');
const done: Turn = { text: 'All done.' };
const hi: Turn = { shell: 'echo hi > src/out.txt; echo done' };
const failing = (fault: Fault): Script => ({ turns: [{ ...done, fault }] });

export async function checkRuns(agent: RealAgent): Promise<void> {
  const isTold = ['runs', 'all'].includes(process.env['AGENT_CHECKS'] ?? '');
  const why = isTold ? whyNotThere(agent) ?? await whyNoBubblewrap() : 'npm run test:agents tries it';
  const checks = new RunChecks(agent);
  const tried = (what: string, act: () => Promise<void>): void => void test(`${agent.name}: in a run, ${what}`, why === null ? {} : { skip: why }, act);
  tried('its edit lands, billed as it was charged, and the key is with the provider alone', () => checks.edits());
  tried('the next visit goes on with its session', () => checks.resumes());
  tried('its host is killed while a tool runs: nothing is left, and the run goes on', () => checks.isKilled());
  tried('without `writes` it changes nothing', () => checks.reads());
  tried('its budget ends it at once', () => checks.isSpent());
  tried('a rate limit rests it', () => checks.isLimited());
  tried('a provider that fails is no attempt', () => checks.meetsFault());
  tried('a refused key is said', () => checks.isRefused());
  tried('a model that hangs ends with its time', () => checks.hangs());
  tried('a stream that is cut once is asked again', () => checks.isCut());
}

class RunChecks {
  readonly #agent: RealAgent;

  constructor(agent: RealAgent) {
    this.#agent = agent;
  }

  async edits(): Promise<void> {
    const [one, two] = keyHalves;
    // What it was given is seen there, so what it was not given would be.
    const look = `k=${one}; k="\${k}${two}"; { grep -lsae "$k" /proc/[0-9]*/environ; grep -rlsae "$k" "$HOME" /run /tmp /work; } > src/seen.txt; grep -lsae ESPALIER_ORDER /proc/self/environ >> src/seen.txt; echo hi > src/out.txt; echo done`;
    const prompt = '--help is no option here: create out.txt below src.\n';
    await this.#with({ script: { turns: [{ shell: look }, done] }, workflow: plain, prompt }, async (run) => {
      await this.#lands(run);
      assert.deepEqual(run.changed(), ['src/out.txt', 'src/seen.txt']);
      assert.deepEqual([run.landed('src/out.txt'), run.landed('src/seen.txt')], ['hi', '/proc/self/environ']);
      assert.deepEqual([...new Set(run.model.requests.map(({ credential }) => credential?.value.replace('Bearer ', '')))], [realKey]);
      this.#wasAsked(run, prompt);
      const log = await run.logs('write.1');
      assert.match(log, /All done/);
      assert.ok(!log.includes(realKey));
      assert.deepEqual(run.filesWith(realKey), []);
      assert.deepEqual(settled(await run.events()), [{ tokens: run.charged(), usdMicros: this.#price(run) }]);
    });
  }

  async resumes(): Promise<void> {
    const prompt = '/clear is no command here: create out.txt below src.\n';
    const no: Turn = { shell: 'echo no > src/out.txt; echo done' };
    // Some tell an earlier result twice, so that the next may come twice.
    await this.#with({ script: { turns: [no, { text: 'One.', isOnce: true }, hi, done] }, workflow: gated('session resume  budget -> over  timeout -> over'), prompt }, async (run) => {
      await this.#lands(run);
      assert.equal(run.landed('src/out.txt'), 'hi');
      this.#wasAsked(run, prompt);
      assert.equal(run.model.requests.filter(({ turn, results }) => turn !== null && results === 0).length, 1, 'it begins once');
      assert.deepEqual(settled(await run.events()).reduce((sum, { tokens }) => sum + tokens, 0), run.charged());
    });
  }

  async isKilled(): Promise<void> {
    const prompt = '@src/base.txt is no file that you need: create out.txt below src.\n';
    const sleeps: Turn = { shell: 'node -e \'fetch("http://127.0.0.1:3128/tool-is-up")\'; sleep 600', isOnce: true };
    await this.#with({ script: { turns: [sleeps, hi, done] }, workflow: plain, prompt }, async (run) => {
      const host = await run.playUntil(/tool-is-up/);
      const below = descendantsOf(host.pid);
      assert.ok(below.length > 2, 'the tool runs in a box');
      host.kill('SIGKILL');
      await host.ended;
      assert.deepEqual(outliving(below), []);
      const { code, stderr } = await run.begin('work', run.run).ended;
      assert.equal(code, 0, `${stderr}\n${await run.logs('write.1')}`);
      assert.equal(run.landed('src/out.txt'), 'hi');
      this.#wasAsked(run, prompt);
    });
  }

  async reads(): Promise<void> {
    const workflow = 'workflow look {\n  step look { agent coder  prompt "write.md"  ok -> end  fail -> halt }\n}\n';
    await this.#with({ script: { turns: [{ shell: 'cat src/base.txt; echo no > src/base.txt' }, done] }, workflow }, async (run) => {
      const { code, stderr } = await run.play();
      assert.equal(code, 0, stderr);
      const told = JSON.stringify(run.model.requests.at(-1)?.body);
      assert.match(told, /as it was[^]*(read-only|permission denied)/i);
      assert.deepEqual((await run.events()).filter(({ type }) => /Patch|Candidate/.test(type)), []);
    });
  }

  async isSpent(): Promise<void> {
    const more: Turn = { shell: 'echo hi >> src/out.txt; echo done', usage: { input: 40_000 } };
    await this.#with({ script: { turns: [more] }, workflow: gated('budget -> over  timeout -> halt'), allowance: 'usd 5  tokens 150K' }, async (run) => {
      const { code, stderr } = await run.play();
      assert.equal(code, 0, stderr);
      const events = await run.events();
      assert.deepEqual(ended(events).filter((how) => how !== 'reported'), ['budget'], stderr);
      const charged = run.charged();
      assert.deepEqual(settled(events).map(({ tokens }) => tokens), [charged]);
      const oneReply = 40_150;
      assert.ok(charged >= 2 * oneReply && charged < 150_000 + oneReply, `${charged} tokens in ${run.model.requests.length} requests`);
    });
  }

  async isLimited(): Promise<void> {
    const retryAfterS = 600;
    await this.#with({ script: failing({ kind: 'status', status: 429, retryAfterS, message: 'This request would exceed the rate limit' }), workflow: plain }, async (run) => {
      const begun = performance.now();
      const host = await run.playUntil(/rate-limit/);
      host.kill('SIGTERM');
      await host.ended;
      const [end] = (await run.events()).filter(({ type }) => type === 'LeaseEnded');
      console.log(`# ${this.#agent.name} rate limit: ${Math.round(performance.now() - begun)} ms, ${run.model.requests.length} requests, ${JSON.stringify(end)}`);
      assert.equal(end?.how, 'rate-limit');
      const rest = (end.again ?? 0) - (end.at ?? 0);
      assert.ok(rest > (retryAfterS - 60) * 1_000 && rest <= retryAfterS * 1_000, `it rests for ${rest} ms`);
    });
  }

  async meetsFault(): Promise<void> {
    await this.#with({ script: failing({ kind: 'status', status: 500, message: 'Internal server error' }), workflow: plain }, async (run) => {
      const begun = performance.now();
      const host = await run.playUntil(/fault/);
      host.kill('SIGTERM');
      await host.ended;
      const events = await run.events();
      const [end] = events.filter(({ type }) => type === 'LeaseEnded');
      console.log(`# ${this.#agent.name} fault: ${Math.round(performance.now() - begun)} ms, ${run.model.requests.length} requests, ${JSON.stringify(end)}`);
      assert.equal(end?.how, 'fault');
      assert.ok((end.again ?? 0) > (end.at ?? 0), 'it is tried again');
      assert.deepEqual(events.filter(({ type }) => type === 'VisitEnded'), []);
    });
  }

  async isRefused(): Promise<void> {
    await this.#with({ script: failing({ kind: 'status', status: 401, message: 'invalid x-api-key' }), workflow: gated('budget -> over  fault -> over', 'limits { retries 0 }') }, async (run) => {
      const { stderr } = await run.play();
      const [end] = (await run.events()).filter(({ type }) => type === 'LeaseEnded');
      console.log(`# ${this.#agent.name} refused: ${run.model.requests.length} requests, ${JSON.stringify(end)}`);
      assert.equal(end?.how, 'fault', stderr);
      assert.match(end.why ?? '', new RegExp(`${this.#agent.provider} refused the key of this machine`));
    });
  }

  async hangs(): Promise<void> {
    await this.#with({ script: failing({ kind: 'hang', headers: 'withheld' }), workflow: gated(`timeout ${this.#agent.hangs}  budget -> halt  timeout -> over`) }, async (run) => {
      const { code, stderr } = await run.play();
      assert.equal(code, 0, stderr);
      const events = await run.events();
      assert.deepEqual(events.flatMap(({ type, outcome }) => (type === 'VisitEnded' ? [outcome] : [])).slice(0, 1), ['timeout'], stderr);
      assert.ok(run.model.requests.length > 0, 'it was asked');
    });
  }

  async isCut(): Promise<void> {
    await this.#with({ script: { turns: [{ ...hi, fault: { kind: 'cut', times: 1 } }, done] }, workflow: plain }, async (run) => {
      await this.#lands(run);
      assert.equal(run.landed('src/out.txt'), 'hi');
      const events = await run.events();
      console.log(`# ${this.#agent.name} cut once: ${JSON.stringify(ended(events))}, ${run.model.requests.length} requests`);
      assert.deepEqual(ended(events).filter((how) => !['reported', 'fault'].includes(how)), []);
    });
  }

  async #lands(run: RealRun): Promise<void> {
    const { code, stderr } = await run.play();
    assert.equal(code, 0, code === 0 ? '' : `${stderr}\n${await run.logs('')}`);
  }

  /** Word for word: what begins like an option, a command or a file is none. */
  #wasAsked({ model }: RealRun, prompt: string): void {
    const said = JSON.stringify(model.requests.find(({ turn }) => turn !== null)?.body ?? {});
    assert.ok(said.includes(prompt.trim()), 'it was asked what the prompt says');
  }

  /** Of all that was charged, by the table of prices. */
  #price({ model }: RealRun): number {
    const { provider, model: name } = this.#agent;
    const rates = packagedRates({ provider, model: name }, Date.now());
    const { requests = 0, input = 0, output = 0, cacheRead = 0 } = model.charged[name] ?? {};
    assert.ok(rates !== null && requests > 1);
    const rate = (one: 'input' | 'output' | 'cacheRead'): number => rates[one]?.base ?? 0;
    return (input * rate('input') + output * rate('output') + cacheRead * rate('cacheRead')) / 1_000_000;
  }

  async #with(playing: Playing, act: (run: RealRun) => Promise<void>): Promise<void> {
    const run = await RealRun.open(this.#agent, playing);
    try {
      await act(run);
    } finally {
      await run.close();
    }
  }
}
