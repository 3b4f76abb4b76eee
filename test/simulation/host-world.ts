/**
 * A world around the real host: the same people and hands as in a world of the brain alone, but
 * every command goes through a host and its journal, and machines fail as well.
 */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Decision } from '../../src/kernel/decide.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { stateHash } from '../../src/kernel/state-hash.ts';
import { HostError } from '../../src/host/host-error.ts';
import { replayRun } from '../../src/host/replay-run.ts';
import { verifyRun } from '../../src/host/verify-run.ts';
import { JournalError } from '../../src/ports/journal-error.ts';
import type { Act } from './act.ts';
import { checkAgain, endOf, isGrant, isOver, mostHealing, startOf, stackOf, type WorldParts } from './brain-world.ts';
import { Cast } from './cast.ts';
import { checkedBrain, type Checks, newChecks } from './checked-brain.ts';
import type { HostBug } from './host-bugs.ts';
import { type Box, Machine, type Reply } from './machine.ts';
import { Mirror } from './mirror.ts';
import { type Counts, count, type Outcome } from './tally.ts';
import { insist, Violated } from './violation.ts';
import { WorldClock } from './world-clock.ts';

export interface HostWorldParts extends WorldParts {
  readonly bug?: HostBug | null;
}

const mostSteps = 600;

export async function runHostWorld(parts: HostWorldParts): Promise<Outcome> {
  return new HostWorld(parts).run();
}

class HostWorld {
  readonly #parts: HostWorldParts;
  readonly #run: string;
  readonly #checks: Checks = newChecks();
  readonly #brain: KernelBrain;
  readonly #clock = new WorldClock();
  readonly #faults: Counts = {};
  readonly #mirror: Mirror;
  #machine: Machine | null = null;
  #trouble: Violated | null = null;
  #steps = 0;

  constructor(parts: HostWorldParts) {
    this.#parts = parts;
    this.#run = `run-${parts.seed}`;
    this.#brain = checkedBrain(parts.brain, this.#checks);
    this.#mirror = new Mirror({
      run: this.#run, brain: parts.brain, read: (run, page) => this.#on.read(run, page),
    });
  }

  async run(): Promise<Outcome> {
    let end = 'violation';
    let violation = null;
    try {
      end = await this.#live();
    } catch (error) {
      ({ violation } = error instanceof Violated ? error : new Violated('assert', stackOf(error)));
    }
    // What the brain threw is the cause of what was seen of it.
    const first = this.#checks.violated?.violation ?? violation;
    const { seed, choices } = this.#parts;
    return {
      level: 'host', seed, steps: this.#steps, end: first === null ? end : 'violation', violation: first, rows: choices.rows,
      commands: Object.fromEntries(this.#checks.commands), faults: this.#faults, events: this.#mirror.events,
    };
  }

  get #on(): Machine {
    if (this.#machine === null) throw new Error('Cannot use the machine before it is there');
    return this.#machine;
  }

  async #live(): Promise<string> {
    const { choices, seed, bug = null } = this.#parts;
    choices.nextRow();
    const start = startOf(this.#clock, choices, seed);
    this.#machine = new Machine({
      choices, clock: this.#clock, brain: this.#brain, bug, faults: this.#faults,
      attempted: (after, events) => this.#mirror.attempted(after, events),
      onTrouble: (error) => this.#noteTrouble(error),
    });
    const cast = new Cast(choices, this.#clock);
    const steps = choices.length === null ? choices.pick([100, 300, mostSteps, 30]) : choices.length - 1;
    await this.#begin(cast, start);
    for (let step = 0; step < steps && !isOver(this.#mirror.state) && !cast.isTired; step += 1) {
      choices.nextRow();
      if (this.#mirror.state.plan === null) await this.#begin(cast, start);
      else await this.#turn(cast);
    }
    choices.calm();
    await this.#begin(cast, start);
    return this.#mirror.state.plan === null ? 'plan refused' : this.#heal(cast);
  }

  /** The run is started, until it is: the same command again does nothing (L6). */
  async #begin(cast: Cast, start: Command): Promise<void> {
    for (let tries = 0; tries < 20 && this.#mirror.state.plan === null; tries += 1) {
      await this.#together(cast, [{ fault: null, command: start }]);
    }
  }

  async #turn(cast: Cast): Promise<void> {
    const { choices } = this.#parts;
    if (choices.chance(4)) {
      this.#steps += 1;
      await this.#on.befall();
    }
    const acts = Array.from({ length: choices.pick([1, 1, 1, 1, 2, 4]) }, () => cast.next(this.#mirror.state));
    await this.#together(cast, acts);
  }

  async #heal(cast: Cast): Promise<string> {
    let from = this.#steps;
    while (!isOver(this.#mirror.state)) {
      const act = cast.heal(this.#mirror.state);
      if (act === null) break;
      await this.#together(cast, [act]);
      if (isGrant(act)) from = this.#steps;
      insist(this.#steps - from < mostHealing, 'R6', `no end after ${mostHealing} steps without faults and grants`);
    }
    await this.#checkJournal();
    return endOf(this.#mirror.state);
  }

  /** Gives commands at the same moment, each to some host, and waits for all answers. */
  async #together(cast: Cast, acts: readonly Act[]): Promise<void> {
    this.#steps += acts.length;
    for (const { fault } of acts) if (fault !== null) count(this.#faults, fault);
    const restarted = this.#on.restart();
    this.#steps += restarted;
    await this.#on.syncClocks();
    const since = this.#mirror.position;
    const boxes = acts.map(() => this.#parts.choices.pick(this.#on.boxes));
    const asked = acts.map(({ command }, index) => command === null ? null : boxes[index]?.host.exec(this.#run, command) ?? null);
    // Before anything can fail, so that no rejection goes unheard.
    for (const one of asked) one?.catch(() => undefined);
    const replies: (Reply<Decision> | null)[] = [];
    for (const [index, one] of asked.entries()) {
      const box = boxes[index];
      replies.push(one === null || box === undefined ? null : await this.#on.answerOf(box, one));
    }
    await this.#mirror.catchUp();
    this.#stopIfBroken();
    for (const [index, act] of acts.entries()) this.#hear(cast, { act, reply: replies[index] ?? null, since });
    if (restarted > 0 || this.#steps % 16 === 0) await this.#compare();
  }

  #hear(cast: Cast, { act, reply, since }: { act: Act; reply: Reply<Decision> | null; since: number }): void {
    const { command } = act;
    if (command === null || reply === null) return;
    const decision = this.#decisionOf(reply);
    if (decision !== null && !isRefusal(decision)) {
      this.#mirror.insistHas(decision, since);
      if (act.again === true) checkAgain(command, decision);
      cast.given(command, decision);
      this.#checkBeat(command);
    }
    act.heard?.(decision, this.#mirror.state);
  }

  #decisionOf(reply: Reply<Decision>): Decision | null {
    if (reply === 'no answer') return null;
    if ('value' in reply) return reply.value;
    this.#noteTrouble(reply.error);
    this.#stopIfBroken();
    return null;
  }

  /** L3: a heartbeat that was answered in time has its renewal, if it needed one. */
  #checkBeat(command: Command): void {
    if (command.type !== 'heartbeat') return;
    const lease = this.#mirror.state.leases.get(command.order);
    if (lease === undefined || lease.epoch !== command.epoch || lease.hand !== command.hand) return;
    const half = (this.#mirror.state.plan?.ir.limits.leaseMs ?? 0) / 2;
    const renewed = lease.deadline === lease.lastDeadline || lease.deadline - command.at >= half;
    insist(renewed, 'L3', `the heartbeat of ${command.order} at ${command.at} was answered, and its lease still ends at ${lease.deadline}`);
  }

  /** Failures of the world are expected; anything else that a host says went wrong is a bug. */
  #noteTrouble(error: unknown): void {
    if (error instanceof JournalError && error.code === 'io') return;
    if (error instanceof HostError && error.code !== 'busy') return;
    this.#trouble ??= error instanceof Violated ? error : new Violated('host', stackOf(error));
  }

  #stopIfBroken(): void {
    const broken = this.#checks.violated ?? this.#trouble;
    if (broken !== null) throw broken;
  }

  /** R5: a host's state is what the journal says. */
  async #compare(): Promise<void> {
    for (const box of this.#on.boxes) {
      if (box.cable.isCut) continue;
      const seen = await this.#look(box);
      await this.#mirror.catchUp();
      this.#stopIfBroken();
      if (seen === null || seen.position !== this.#mirror.position) continue;
      insist(seen.hash === stateHash(this.#mirror.state), 'R5', `at event ${seen.position} a host has another state than the journal`);
    }
  }

  async #look(box: Box): Promise<{ hash: string; position: number } | null> {
    const looked = box.host.look(this.#run, (state, { position }) => ({ hash: stateHash(state), position }));
    const reply = await this.#on.answerOf(box, looked);
    if (reply === 'no answer') return null;
    if ('value' in reply) return reply.value;
    this.#noteTrouble(reply.error);
    return null;
  }

  /** At the end: the journal replays from its first event, and `verify` finds nothing. */
  async #checkJournal(): Promise<void> {
    await this.#compare();
    for (const box of this.#on.boxes) if (!box.cable.isCut) await this.#on.answerOf(box, box.host.close());
    await this.#mirror.catchUp();
    this.#stopIfBroken();
    const brain = { ...this.#parts.brain, blobsOf: () => [] };
    const { journal, anchor, blobs } = this.#on.disk;
    this.#on.hush();
    const replayed = await replayRun(this.#run, { brain, journal });
    insist(stateHash(replayed.state) === stateHash(this.#mirror.state), 'R5', 'the replayed journal makes another state');
    const [finding] = await verifyRun(this.#run, { journal, anchor, blobs, brain });
    insist(finding === undefined, 'verify', `event ${finding?.position ?? 0}: ${finding?.message ?? ''}`);
  }
}
