/** `why RUN [TASK]`: the chain of events that led to how it stands, or what it waits for. */

import type { State } from '../kernel/state.ts';
import { hasHands } from '../compose/hands-at-work.ts';
import { Chronicle } from './chronicle.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine, program } from './next.ts';
import { withRun } from './open-journal.ts';
import { type Line, styled } from './print/line.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';
import { Ended, type Link } from './why-ended.ts';
import { type Wait, Waits } from './why-waits.ts';

export const why: Act = (call, terminal) => {
  const [word = '', task] = call.arguments;
  return withRun(word, terminal.surroundings, async (run, espalier) => {
    const past = new Chronicle();
    const told = await espalier.replay(run, ({ state }) => tellWhy({ run, task: task ?? null, state }, past), { onEvent: (event) => past.add(event) });
    if (call.isJson) terminal.json({ run, task: task ?? null, ...told });
    else terminal.print(...linesOf(task ?? run, told, program(terminal.surroundings.env)));
    const needsHand = told.waits.some(({ leaf }) => leaf === 'hand') && !told.isRehearsal && !hasHands(espalier.directory, run);
    if (needsHand) terminal.say('No process works on this run.');
    const [first] = told.chain;
    terminal.say(needsHand ? nextLine(terminal.surroundings.env, 'work', run)
      : told.waits.some(({ leaf }) => leaf === 'person') || told.status === 'halted' ? nextLine(terminal.surroundings.env, 'inbox', run)
      : nextLine(terminal.surroundings.env, 'replay', run, '--to', String(first?.position ?? told.waits.findLast(({ position }) => position !== null)?.position ?? 1)));
    return exitCodes.ok;
  });
};

interface Told {
  readonly status: string;
  readonly isRehearsal: boolean;
  /** The last decisive event first. */
  readonly chain: readonly Link[];
  readonly waits: readonly Wait[];
}

interface Asked {
  readonly run: string;
  readonly task: string | null;
  readonly state: State;
}

function tellWhy({ run, task, state }: Asked, past: Chronicle): Told {
  const [ended, waits] = [new Ended(run, past), new Waits(state, past)];
  const isRehearsal = state.run.base === 'rehearsal';
  const isLive = state.run.status === 'running' || state.run.status === 'paused';
  if (task === null) {
    ended.ofRun(state);
    if (isLive) waits.frame('@', 0);
    return { status: state.run.status, isRehearsal, chain: ended.links, waits: waits.found };
  }
  const unit = unitOf(task, state);
  ended.ofTask(task, unit.id);
  if (ended.links.length === 0 && isLive) waits.unit(unit.id, 0);
  return { status: unit.status, isRehearsal, chain: ended.links, waits: waits.found };
}

function unitOf(task: string, state: State): { readonly id: string; readonly status: string } {
  const unit = state.units.get(state.tasks.get(task)?.unit ?? task);
  if (unit !== undefined) return unit;
  const all = [...state.tasks.keys()];
  const known = all.length === 0 ? 'it has no tasks yet' : `its tasks are ${all.slice(0, 10).join(', ')}${all.length > 10 ? ', …' : ''}`;
  throw new UsageError(`There is no task ${JSON.stringify(task)} in ${state.run.id}: ${known}.`);
}

function linesOf(what: string, { status, chain, waits }: Told, name: string): readonly Line[] {
  const leaves = waits.filter(({ leaf }) => leaf !== null).length;
  return [
    [styled('strong', what), ` is ${status}`, chain.length === 0 && leaves > 0 ? ', and waits:' : chain.length > 0 ? ', because:' : ''],
    ...chain.flatMap(({ position, depth, text, see }) => [line(position, depth, text), ...(see === null ? [] : [[styled('dim', `${' '.repeat(9 + 2 * depth)}see ${name} ${see}`)]])]),
    ...waits.map(({ position, depth, leaf, text }) => line(position, depth, leaf === null ? text : `waits for ${text}`)),
  ];
}

function line(position: number | null, depth: number, text: string): Line {
  return [styled('dim', `${(position === null ? '' : `#${position}`).padStart(6)} `), ' '.repeat(1 + 2 * depth), text];
}
