/**
 * A real program of an agent in one of our boxes, its way out leading to the scripted model alone.
 *
 * The program's packages and Node are bound where nothing tells of this machine; its home is the
 * box's own and gone with it, but for what is asked to be kept.
 */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { proxyEnvironment } from '../../src/gateway/proxy-environment.ts';
import { openStubWayOut } from '../../src/gateway/stub-way-out.ts';
import type { LeftChange } from '../../src/ports/collected.ts';
import { homePath, type Input, type SandboxLimits, type SandboxOutcome } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { collectLeft } from '../../src/sandbox/collect/collect-left.ts';
import { processesWhere } from '../../src/sandbox/machine/processes.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import type { ScriptedModel } from '../model/scripted-model.ts';
import type { InstalledAgent } from './agent-cache.ts';
import { aroundAgent, giveHome, homeArchive, homeList, orderPath } from './agent-home.ts';

const port = 3_128;
export const agentUrl: string = `http://127.0.0.1:${port}`;
/** Shown in place of a key. */
export const placeholder = 'placeholder-of-this-order';
export const packagesPath = '/opt/agent';
export const nodePath = '/opt/node/bin/node';

const limits: SandboxLimits = {
  memoryBytes: 4 * 2 ** 30, pids: 512, cpus: null, cpuMs: 300_000, wallMs: 180_000, fileBytes: 2 ** 30, scratchBytes: 2 ** 30, diskBytes: null, outputBytes: 2 ** 25,
};

export interface BoxedAgent {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files of its home, as it begins. */
  readonly home: Readonly<Record<string, string>>;
  /** Paths of its home that are kept. */
  readonly keeps: readonly string[];
  /** What an earlier one has kept. */
  readonly kept?: Uint8Array | undefined;
  readonly wallMs?: number;
  readonly stdin?: string;
  readonly cancel?: AbortSignal;
  readonly isReadOnly?: boolean;
}

export interface AgentRun {
  readonly outcome: SandboxOutcome;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly changes: readonly LeftChange[];
  /** Files of its home at its end, `SIZE PATH` each; `null`: it was ended from outside. */
  readonly home: readonly string[] | null;
  readonly kept: Uint8Array | undefined;
  /** What was refused on the way out. */
  readonly refused: readonly string[];
}

export class AgentBoxes {
  readonly #directory = new TemporaryDirectory();
  readonly #sandbox: Bubblewrap;
  readonly #agent: InstalledAgent;
  #count = 0;

  constructor(agent: InstalledAgent) {
    this.#agent = agent;
    chmodSync(this.#directory.path, 0o755);
    this.#sandbox = new Bubblewrap({ state: join(this.#directory.path, 'state'), path: process.env['PATH'] ?? '' });
  }

  /** Stands in an argument of a tool, so that what is left of it is found. */
  readonly mark: string = `agent-box-${process.pid}-${Math.trunc(performance.now() * 1_000)}`;

  async run(model: ScriptedModel, boxed: BoxedAgent): Promise<AgentRun> {
    this.#count += 1;
    const place = join(this.#directory.path, `order-${this.#count}`);
    const workspace = { base: join(place, 'base'), layer: boxed.isReadOnly === true ? null : join(place, 'layer') };
    for (const path of [workspace.base, join(place, 'layer'), join(place, 'order', 'home')]) mkdirSync(path, { recursive: true });
    writeFileSync(join(workspace.base, 'base.txt'), 'as it was\n');
    const refused: string[] = [];
    const socket = join(this.#directory.path, `socket-${this.#count}`);
    const network = { resolve: async () => ['198.51.100.7'], dial: () => connect({ port: model.port, host: '127.0.0.1', allowHalfOpen: true }) };
    const way = await openStubWayOut({ socket, allow: [], base: 'model.test:80', network, onRefused: (line) => refused.push(line) });
    try {
      const ran = await this.#perform(boxed, { id: `agent-${this.#count}`, place, workspace, socket });
      const changes = workspace.layer === null ? [] : (await collectLeft(this.#sandbox, { workspace, limits })).changes;
      return { ...ran, changes, refused };
    } finally {
      await way.close();
    }
  }

  async #perform(boxed: BoxedAgent, { id, place, workspace, socket }: { readonly id: string; readonly place: string; readonly workspace: { readonly base: string; readonly layer: string | null }; readonly socket: string }): Promise<Omit<AgentRun, 'changes' | 'refused'>> {
    const { command, env, home, keeps, kept, cancel, wallMs = limits.wallMs } = boxed;
    giveHome(join(place, 'order'), home, kept);
    const inputs: readonly Input[] = [
      { from: this.#agent.directory, to: packagesPath }, { from: process.execPath, to: nodePath }, { from: join(place, 'order'), to: orderPath },
    ];
    const said = { stdout: '', stderr: '' };
    const returned = new Map<string, Uint8Array>();
    const begun = performance.now();
    const outcome = await this.#sandbox.run({
      id, command: ['sh', '-c', aroundAgent, 'sh', keeps.join(' '), ...command], workspace, inputs, limits: { ...limits, wallMs }, services: [], image: null,
      env: { PATH: `${dirname(nodePath)}:/usr/local/bin:/usr/bin:/bin`, HOME: homePath, LANG: 'C.UTF-8', TMPDIR: '/tmp', TERM: 'dumb', ...proxyEnvironment(port), ...env },
      wayOut: { socket, port }, returns: [{ path: homeList, mostBytes: 2 ** 20 }, { path: homeArchive, mostBytes: 15 * 2 ** 20 }], ...(boxed.stdin === undefined ? {} : { stdin: boxed.stdin }),
    }, {
      onOutput: (stream, bytes) => { said[stream] += Buffer.from(bytes).toString('utf8'); },
      onReturned: (file) => { if ('content' in file) returned.set(file.path, file.content); },
      ...(cancel === undefined ? {} : { cancel }),
    });
    const ms = Math.round(performance.now() - begun);
    const list = returned.get(homeList);
    return { outcome, ...said, ms, home: list === undefined ? null : Buffer.from(list).toString('utf8').trim().split('\n').toSorted(), kept: returned.get(homeArchive) };
  }

  /** Processes that carry the mark in an argument. */
  left(): number {
    return processesWhere((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.mark);
      } catch {
        return false; // gone
      }
    }).length;
  }

  remove(): void {
    this.#directory.remove();
  }
}
