/** Boxes for the orders of a plan, on this machine: its declared sandboxes, and what the machine and what was baked bring. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HostsDecl, SandboxDecl } from '../kernel/ir.ts';
import { type BoxGateway, type Boxes, type BoxPlace, type BoxWork, type GatewayOf, type Locked, orderPath } from '../ports/boxes.ts';
import type { SandboxCapability } from '../ports/capabilities.ts';
import type { Collected } from '../ports/collected.ts';
import type { Gateway } from '../ports/gateway.ts';
import { homePath, type Input, type Sandbox, SandboxError, type SandboxLimits, type SandboxOutcome, type SandboxWatcher } from '../ports/sandbox.ts';
import { boxedServices } from '../hands/boxed-service.ts';
import { layerInputs } from '../sandbox/bake/layer-inputs.ts';
import { LayerStore, removeTree } from '../sandbox/bake/layer-store.ts';
import { collectLeft } from '../sandbox/collect/collect-left.ts';
import { hostLives, thisHost } from '../sandbox/machine/host-life.ts';
import { sweepWayOuts } from '../sandbox/order/way-out-place.ts';
import { sweepRepositories, syntheticGit, type SyntheticGit, type SyntheticGitMeans } from '../sandbox/repository/synthetic-git.ts';
import { bindToolchains } from '../sandbox/toolchains/bind-toolchains.ts';
import type { Toolchains } from '../sandbox/toolchains/find-toolchains.ts';
import { adapters } from './adapters.ts';
import { OrderLayers, type Served } from './order-layers.ts';
import { leased, type Machine, sandboxOf, stateOf, usualLimits } from './sandboxes.ts';
import { type Leading, leadingTo, openGateway, withWayOut } from './way-out.ts';

export interface PlanBoxesOptions {
  readonly machine: Machine;
  readonly toolchains: Toolchains;
  readonly hosts: readonly HostsDecl[];
  /** Keys of layers that are bound for every order, beside those that its lockfiles name. */
  readonly baked: readonly string[];
  /** Behind the way outs of orders that ask a model. */
  readonly gateway: Gateway;
  /** What was refused on its way out, in one line of the order's own making. */
  readonly onRefused: (line: string) => void;
  readonly run: string;
  /** A person's word that what candidates lock may be fetched. */
  readonly mayBake: boolean;
}

interface Repositories extends Pick<SyntheticGitMeans, 'sandbox' | 'limits'> {
  readonly cancel: AbortSignal | undefined;
}

export class PlanBoxes implements Boxes {
  readonly #options: PlanBoxesOptions;
  readonly #state: string;
  readonly #store: LayerStore;
  readonly #layers: OrderLayers;
  readonly #removals = new Set<Promise<void>>();
  /** By what is demanded: each is asked once for as long as this host lives. */
  readonly #leased = new Map<string, Promise<Sandbox>>();

  constructor(options: PlanBoxesOptions) {
    this.#options = options;
    this.#state = stateOf(options.machine);
    mkdirSync(this.#state, { recursive: true, mode: 0o700 });
    this.#store = new LayerStore(this.#state);
    const { machine, toolchains, run, mayBake, onRefused: onSaid } = options;
    this.#layers = new OrderLayers({ machine, toolchains, run, mayBake, onSaid, store: this.#store });
  }

  async run(work: BoxWork, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    const sandbox = await this.#sandboxFor(work);
    const { inputs, env } = await this.#surroundings(work, { sandbox, cancel: watcher.cancel });
    const limits = limitsOf(work);
    const git = await this.#repositoryFor(work, { sandbox, limits, cancel: watcher.cancel });
    return this.#leading(work, ({ wayOut, env: said }) => sandbox.run({
      id: work.id, command: work.command, workspace: work.workspace, inputs: [...inputs, ...(git === null ? [] : [git.input]), ...work.inputs],
      env: { ...env, ...git?.env, ...said, ...work.env }, limits, wayOut,
      services: boxedServices(work.services, work.services.map(({ name }) => name)), image: work.sandbox?.image ?? null,
      ...(work.returns.length === 0 ? {} : { returns: work.returns }), ...(work.stdin === undefined ? {} : { stdin: work.stdin }),
    }, watcher)).finally(() => git?.remove());
  }

  async openGateway({ id, sandbox, models }: GatewayOf): Promise<BoxGateway> {
    const { gateway, onRefused: onSaid } = this.#options;
    return openGateway({ gateway, state: this.#state, id, sandbox, models, allow: this.#allowed(sandbox), onSaid });
  }

  async collect(work: BoxWork): Promise<Collected> {
    if (work.workspace === null) return { changes: [], refusals: [] };
    return collectLeft(await this.#sandboxFor(work), { workspace: work.workspace, limits: limitsOf(work) });
  }

  async place(id: string): Promise<BoxPlace> {
    const directory = join(this.#places(), `${thisHost(this.#state)}-${id}`);
    const [layer, files] = [join(directory, 'layer'), join(directory, 'files')];
    for (const part of [layer, files]) mkdirSync(part, { recursive: true });
    return {
      layer,
      async give(given) {
        for (const [name, content] of given) {
          const path = join(files, name);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, content);
        }
        return { from: files, to: orderPath };
      },
      remove: async () => this.#laterRemoved(directory),
    };
  }

  /** What hosts that no longer live have left, a line each, with the plan's own sandboxes. */
  async sweep(names: readonly string[]): Promise<readonly string[]> {
    const lines = [...sweepWayOuts(this.#state), ...sweepRepositories(this.#state)];
    for (const name of new Set(names)) lines.push(...await sandboxOf(this.#options.machine, name).sweep());
    // After their orders: nothing writes to them any longer.
    lines.push(...await this.#store.sweep());
    const places = this.#places();
    for (const name of readdirSync(places)) {
      const [host = ''] = name.split('-');
      if (hostLives(this.#state, host)) continue;
      await removeTree(join(places, name));
      lines.push(`the place of order ${name.slice(host.length + 1)}, of a host that no longer lives: removed; the order is done again`);
    }
    return lines;
  }

  async #repositoryFor({ id, git, workspace }: BoxWork, { sandbox, limits, cancel }: Repositories): Promise<SyntheticGit | null> {
    if (git === undefined || workspace === null) return null;
    return syntheticGit(workspace.base, { sandbox, state: this.#state, limits, id, ...(cancel === undefined ? {} : { cancel }) });
  }

  /** Nobody waits for it but who closes: what is left of it when the host dies is swept by the next. */
  #laterRemoved(directory: string): void {
    const removal = removed(directory).finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }

  /** Resolves when nothing of ended orders is left. */
  async close(): Promise<void> {
    await Promise.all(this.#removals);
  }

  #places(): string {
    const places = join(this.#state, 'orders');
    mkdirSync(places, { recursive: true, mode: 0o700 });
    return places;
  }

  #leading<T>({ id, sandbox, gateway }: BoxWork, act: (leading: Leading) => Promise<T>): Promise<T> {
    const allow = this.#allowed(sandbox);
    if (gateway !== undefined) return act(leadingTo(gateway, allow));
    return withWayOut({ state: this.#state, id, allow, onRefused: this.#options.onRefused }, act);
  }

  #sandboxFor({ sandbox: decl, gateway }: BoxWork): Promise<Sandbox> {
    const use = decl?.use ?? adapters.defaultSandbox;
    const demands = [...new Set([...(decl === null ? [] : demandsOf(decl)), ...(gateway === undefined ? [] : ['reaches'] as const)])];
    const key = `${use} ${demands.join(' ')}`;
    const known = this.#leased.get(key);
    if (known !== undefined) return known;
    const asked = leased(this.#options.machine, sandboxOf(this.#options.machine, use), demands);
    this.#leased.set(key, asked);
    asked.catch(() => this.#leased.delete(key));
    return asked;
  }

  #allowed(decl: SandboxDecl | null): readonly string[] | null {
    const names = decl?.reaches ?? [];
    if (names.length === 0) return null;
    return this.#options.hosts.filter(({ name }) => names.includes(name)).flatMap(({ allow }) => allow);
  }

  async #surroundings({ workspace, locked = nothingLocked }: BoxWork, { sandbox, cancel }: Pick<Served, 'sandbox' | 'cancel'>): Promise<Surroundings> {
    const { toolchains, baked } = this.#options;
    const bound = bindToolchains(toolchains.found, join(this.#state, 'blanks'));
    const named = baked.map((key) => this.#store.byKey(key));
    const own = workspace === null ? [] : await this.#layers.of({ base: workspace.base, locked, sandbox, cancel });
    const layers = layerInputs(this.#store, [...named, ...own], locked.changed.map(({ id }) => id));
    return { inputs: [...bound.inputs, ...layers.inputs], env: { PATH: [...layers.bins, bound.path].join(':'), HOME: homePath, LANG: 'C.UTF-8', TMPDIR: '/tmp', ...layers.env } };
  }
}

interface Surroundings {
  readonly inputs: readonly Input[];
  readonly env: Readonly<Record<string, string>>;
}

const nothingLocked: Locked = { changed: [], landed: [] };

/** As an ordinary user what is there may be closed to us, who made it. */
function removed(directory: string): Promise<void> {
  return process.getuid?.() === 0 ? rm(directory, { recursive: true, force: true }) : removeTree(directory);
}

function limitsOf({ sandbox, wallMs }: BoxWork): SandboxLimits {
  return {
    ...usualLimits,
    ...(sandbox?.memoryBytes === undefined ? {} : { memoryBytes: sandbox.memoryBytes }),
    ...(sandbox?.pids === undefined ? {} : { pids: sandbox.pids }),
    ...(sandbox?.cpus === undefined ? {} : { cpus: sandbox.cpus }),
    ...(sandbox?.diskBytes === undefined ? {} : { diskBytes: sandbox.diskBytes }),
    ...(wallMs === null ? {} : { wallMs }),
  };
}

/** Each property that is declared is a demand: it is held, or nothing is run. */
function demandsOf(decl: SandboxDecl): readonly SandboxCapability[] {
  if ((decl.needs ?? []).length > 0) throw new SandboxError(`Cannot use sandbox ${decl.name}: no sandbox here can say whether the machine has ${decl.needs?.join(', ') ?? ''}; leave out \`needs\``);
  const demands: readonly (readonly [SandboxCapability, unknown])[] = [
    ['memory', decl.memoryBytes], ['disk', decl.diskBytes], ['pids', decl.pids], ['cpus', decl.cpus], ['image', decl.image], ['reaches', decl.reaches?.length === 0 ? undefined : decl.reaches],
  ];
  return demands.flatMap(([name, value]) => (value === undefined ? [] : [name]));
}
