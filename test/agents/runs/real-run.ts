/**
 * Runs by `espalier run` with a real program as the agent, in real boxes and behind the real gateway; in the provider's
 * place is the scripted model, where the person's own configuration leads.
 */

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Begun, beginEspalier, environment, type Said } from '../../e2e/espalier.ts';
import { type MadeRepository, makeRepository } from '../../e2e/made-repository.ts';
import type { Script } from '../../model/script.ts';
import { type ScriptedModel, startScriptedModel } from '../../model/scripted-model.ts';
import { pathOf, type RealAgent } from './real-agent.ts';

/** In two halves, so that a box can look for it without being told it. */
export const keyHalves = ['sk-live-5f81d4fae7', 'dec11d0a765zqw8x2'] as const;
export const realKey: string = keyHalves.join('');

export interface Playing {
  readonly script: Script;
  readonly workflow: string;
  /** Default: more than any of them needs. */
  readonly allowance?: string;
  readonly prompt?: string;
  readonly onRequest?: Parameters<typeof startScriptedModel>[0]['onRequest'];
}

export interface Seen {
  readonly type: string;
  readonly at?: number;
  readonly order?: string;
  readonly how?: string;
  readonly why?: string;
  readonly again?: number | null;
  readonly outcome?: string;
  readonly said?: string;
  readonly cost?: { readonly usdMicros: number; readonly tokens: number };
}

export class RealRun {
  readonly repository: MadeRepository;
  readonly model: ScriptedModel;
  readonly #env: Readonly<Record<string, string>>;
  run = '';

  private constructor(repository: MadeRepository, model: ScriptedModel, env: Readonly<Record<string, string>>) {
    this.repository = repository;
    this.model = model;
    this.#env = env;
  }

  static async open(agent: RealAgent, { script, workflow, allowance = 'usd 5  tokens 1M', prompt = 'Create out.txt below src.\n', onRequest }: Playing): Promise<RealRun> {
    const model = await startScriptedModel({ script, ...(onRequest === undefined ? {} : { onRequest }) });
    const repository = makeRepository({ 'src/base.txt': 'as it was\n' });
    const { beside } = repository;
    const key = 'LIVE_MODELS_KEY';
    const config = `espalier 1\n\nprovider ${agent.provider} { speaks ${agent.speaks}  url "${model.url}"  key env "${key}" }\n`;
    const plan = `espalier 1\n\nagent coder { use ${agent.name}  model "${agent.model}"  allowance ${allowance} }\nbudget { usd 50  tokens 20M }\n${workflow}`;
    for (const [name, text] of [['config/espalier/config.esp', config], ['plan/main.esp', plan], ['plan/write.md', prompt]] as const) {
      mkdirSync(dirname(join(beside, name)), { recursive: true });
      writeFileSync(join(beside, name), text);
    }
    return new RealRun(repository, model, { PATH: `${pathOf(agent, beside)}:${environment(repository)['PATH'] ?? ''}`, [key]: realKey });
  }

  begin(...args: readonly string[]): Begun {
    return beginEspalier(this.repository, { env: this.#env }, ...args);
  }

  async #said(...args: readonly string[]): Promise<Said> {
    return this.begin(...args).ended;
  }

  /** From its beginning until nobody works on it any longer. */
  async play(): Promise<Said> {
    const said = await this.#said('run', join(this.repository.beside, 'plan', 'main.esp'), '--json');
    assert.match(said.stdout, /"run":/, said.stdout + said.stderr);
    const { run }: { readonly run: string } = JSON.parse(said.stdout);
    this.run = run;
    return said;
  }

  /** Until it has said so; it is still at work. */
  async playUntil(pattern: RegExp): Promise<Begun> {
    const begun = this.begin('run', join(this.repository.beside, 'plan', 'main.esp'));
    const said = await begun.until(pattern);
    this.run = /^Run (\S+)/m.exec(said)?.[1] ?? '';
    if (!pattern.test(said)) await this.fail(`it ended without ${pattern.source}: ${said}`);
    return begun;
  }

  async fail(why: string): Promise<never> {
    throw new Error(`${why}\n${await this.logs('')}`);
  }

  async events(): Promise<readonly Seen[]> {
    const { stdout, stderr } = await this.#said('show', this.run, '--events', '--json');
    assert.notEqual(stdout, '', stderr);
    const { events }: { readonly events: readonly Seen[] } = JSON.parse(stdout);
    return events;
  }

  async logs(order: string): Promise<string> {
    return (await this.#said('logs', this.run, ...(order === '' ? [] : [order]))).stdout;
  }

  /** Of what landed. */
  landed(path: string): string {
    return this.repository.git('show', `${this.#tip()}:${path}`);
  }

  changed(): readonly string[] {
    return this.repository.git('diff', '--name-only', 'HEAD', this.#tip()).split('\n').filter((line) => line !== '');
  }

  #tip(): string {
    return this.repository.git('for-each-ref', '--format=%(objectname)', 'refs/espalier/**/tip');
  }

  charged(): number {
    return Object.values(this.model.charged).reduce((sum, one) => sum + one.input + one.output + one.cacheRead + one.cacheWrite, 0);
  }

  /** Files of the program's state that hold it. */
  filesWith(text: string): readonly string[] {
    const state = join(this.repository.beside, 'state');
    return readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(state, name)).isFile() && readFileSync(join(state, name)).includes(text));
  }

  async close(): Promise<void> {
    await this.model.close();
    this.repository.remove();
  }
}

export const settled = (events: readonly Seen[]): readonly { readonly usdMicros: number; readonly tokens: number }[] => events.flatMap(({ type, cost }) => (type === 'BillSettled' && cost !== undefined ? [cost] : []));
export const ended = (events: readonly Seen[]): readonly string[] => events.flatMap(({ type, how }) => (type === 'LeaseEnded' ? [how ?? ''] : []));
