/**
 * Runs a scenario: every line is given to the real brain, and what it yields is printed as text.
 *
 * A scenario is a transcript: a command, `----`, the events and refusals that followed, and the
 * state (`=`). The same text yields the same transcript, always (R5); the end of every run replays
 * its events and compares the hash.
 */

import { decide, type Decision } from '../../kernel/decide.ts';
import type { Ir } from '../../kernel/ir.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { replay } from '../../kernel/replay.ts';
import { freezeState, thawState } from '../../kernel/snapshot.ts';
import { cloneState, type State } from '../../kernel/state.ts';
import { stateHash } from '../../kernel/state-hash.ts';
import { checkIr } from '../../kernel/check-ir.ts';
import type { Command } from '../../kernel/command.ts';
import { parseIr } from '../parse-ir.ts';
import { printEvent } from './print-event.ts';
import { printState } from './print-state.ts';
import { flat } from './print-values.ts';
import { readDurationMs } from './quantities.ts';
import { commandVerbs, readCommand } from './read-command.ts';
import { readPlan } from './read-plan.ts';
import { type Block, isSaid, joinScenario, type SaidLine, splitScenario } from './scenario-text.ts';
import { Slip, Words } from './words.ts';
import { newWorld, observe, type World } from './world.ts';

export interface ScenarioFault {
  readonly line: number;
  readonly message: string;
}

export interface YieldedBlock {
  /** First line that says something. */
  readonly line: number;
  readonly said: readonly string[];
  readonly expectedAt: number;
  readonly expected: readonly string[];
  readonly yielded: readonly string[];
}

export interface ScenarioRun {
  readonly ok: true;
  readonly heading: readonly string[];
  readonly blocks: readonly YieldedBlock[];
  /** The whole file as it would be written now. */
  readonly text: string;
  /** Types of the events that occurred. */
  readonly eventTypes: readonly string[];
  /** What no scenario may show: a broken invariant, or a replay that differs. */
  readonly broken: readonly string[];
}

export interface UnreadScenario {
  readonly ok: false;
  readonly faults: readonly ScenarioFault[];
}

export interface ScenarioOptions {
  /** Reads a file that the scenario names, relative to the scenario's own. */
  readonly readFile: (path: string) => string;
  /** Looks at every step, and says what no step may show; absent: nobody looks. */
  readonly watch?: (step: WatchedStep) => readonly string[];
}

export interface WatchedStep {
  readonly before: State;
  readonly command: Command;
  readonly decision: Decision;
  readonly after: State;
}

export function runScenario(text: string, options: ScenarioOptions): ScenarioRun | UnreadScenario {
  const scenario = splitScenario(text);
  const play: Play = { world: newWorld(), options, faults: [], broken: [], seen: new Set() };
  const yielded = scenario.blocks.map((block) => runBlock(play, block));
  for (const { line } of scenario.loose) {
    play.faults.push({ line, message: 'nothing follows from this; end the block with: ----' });
  }
  if (scenario.blocks.length === 0) {
    play.faults.push({ line: 1, message: 'a scenario has at least one block: what is said, and then: ----' });
  }
  if (play.faults.length > 0) return { ok: false, faults: play.faults };
  checkReplay(play);
  const blocks = scenario.blocks.map((block, index) => ({
    line: saidIn(block)[0]?.line ?? 1, said: saidIn(block).map(({ text: content }) => content),
    expectedAt: block.expectedAt, expected: block.expected, yielded: yielded[index] ?? [],
  }));
  return {
    ok: true, heading: scenario.heading, blocks, text: joinScenario(scenario, yielded),
    eventTypes: [...play.seen].sort(), broken: play.broken,
  };
}

interface Play {
  readonly world: World;
  readonly options: ScenarioOptions;
  readonly faults: ScenarioFault[];
  readonly broken: string[];
  readonly seen: Set<string>;
}

const saidIn = (block: Block): readonly SaidLine[] => block.said.filter(({ text }) => isSaid(text));

function runBlock(play: Play, block: Block): readonly string[] {
  const said = saidIn(block);
  const first = said[0];
  if (first === undefined) {
    play.faults.push({ line: block.expectedAt - 1, message: 'this block says nothing' });
    return [];
  }
  const verb = first.text.split(' ')[0];
  if (verb === 'plan' || verb === 'tasks') return sayPlan(play, said);
  const lines: string[] = [];
  for (const { line, text } of said) {
    if (said.length > 1) lines.push(`> ${text.trim()}`);
    try {
      lines.push(...sayLine(play, text.trim()));
    } catch (error) {
      if (!(error instanceof Slip)) throw error;
      play.faults.push({ line, message: error.message });
    }
  }
  return [...lines, ...printState(play.world.state).map((line) => `= ${line}`)];
}

/** A plan, written out or in a file, and the faults that the checker finds in it. */
function sayPlan(play: Play, said: readonly SaidLine[]): readonly string[] {
  const { world } = play;
  const named = /^plan file (\S+)$/.exec(said[0]?.text.trim() ?? '');
  if (named !== null) return planFile(play, { path: named[1] ?? '', line: said[0]?.line ?? 1 });
  const read = readPlan(said, (line, slip) => void play.faults.push({ line, message: slip.message }));
  for (const [name, tasks] of read.tasks) world.tasks.set(name, tasks);
  if (read.ir === null) return [...read.tasks].map(([name, tasks]) => `tasks ${name}: ${tasks.map(idOf).join(', ')}`);
  world.ir = read.ir;
  return planLines(read.ir);
}

function planFile(play: Play, { path, line }: { path: string; line: number }): readonly string[] {
  let text: string;
  try {
    text = play.options.readFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    play.faults.push({ line, message: `Cannot read ${path}: ${why}` });
    return [];
  }
  const parsed = parseIr(text);
  if (!parsed.ok) return parsed.faults.map((fault) => `fault ${fault.path}: ${flat(fault.message)}`);
  play.world.ir = parsed.ir;
  return planLines(parsed.ir);
}

function planLines(ir: Ir): readonly string[] {
  const faults = checkIr(ir).map(({ where, found, instead, rule }) =>
    `fault ${where}: ${flat(found)}; instead: ${flat(instead)}${rule === undefined ? '' : ` (${rule})`}`);
  const sizes = ir.workflows.map(({ name, steps }) => `${name} of ${steps.length} steps`);
  return faults.length > 0 ? faults : [`holds: ${sizes.join(', ')}`];
}

const idOf = ({ id }: { readonly id: string }): string => id;

const allVerbs = (): readonly string[] => ['plan', 'tasks', 'at', 'after', 'work', 'replay', ...commandVerbs()];

function sayLine(play: Play, text: string): readonly string[] {
  const { world } = play;
  const verb = text.split(' ')[0] ?? '';
  switch (verb) {
    case 'at': case 'after':
      return passTime(play, text);
    case 'work':
      return workOnce(play, text);
    case 'replay':
      return [replayed(world)];
    default: {
      const command = readCommand(world, text);
      if (command === null) throw new Slip(`«${verb}» is no command; there are ${allVerbs().join(', ')}`);
      return give(play, command);
    }
  }
}

/** `at +5m` since the start, `after 5m` from now; a tick comes with it, unless the host is slow. */
function passTime(play: Play, text: string): readonly string[] {
  const words = new Words(text);
  const from = words.take('after') ? play.world.now : (words.next('at'), 0);
  play.world.now = from + readDurationMs(words.next('a time'));
  const silent = words.take('unticked');
  words.end();
  if (silent) return [];
  const tick = readCommand(play.world, 'tick');
  return tick === null ? [] : give(play, tick);
}

/** `work h1 ok …`: a lease and its report. */
function workOnce(play: Play, text: string): readonly string[] {
  const [, hand = '', rest = ''] = /^work (\S+) (.*)$/.exec(text) ?? [];
  const { world } = play;
  const before = world.events.length;
  const lease = readCommand(world, `lease ${hand}`);
  const leased = lease === null ? [] : give(play, lease);
  const granted = world.events.slice(before).some(({ type }) => type === 'LeaseGranted');
  if (!granted) return leased;
  const report = readCommand(world, `report ${hand} ${rest}`);
  return [...leased, ...(report === null ? [] : give(play, report))];
}

function give(play: Play, command: Command): readonly string[] {
  const { world } = play;
  world.last = command;
  const before = stateHash(world.state);
  const earlier = play.options.watch === undefined ? null : cloneState(world.state);
  let decision: Decision;
  try {
    decision = decide(world.state, command);
  } catch (error) {
    const line = `BROKEN ${error instanceof Error ? error.message : String(error)}`;
    play.broken.push(line);
    return [line];
  }
  if (stateHash(world.state) !== before) play.broken.push(`decide changed the state it was given (${command.type})`);
  if (isRefusal(decision)) {
    const rules = decision.rules.length === 0 ? '' : ` (${decision.rules.join(' ')})`;
    return [`refused ${decision.refused}: ${flat(decision.message)}${rules}`];
  }
  for (const event of decision) {
    play.seen.add(event.type);
    observe(world, event);
  }
  if (earlier !== null) {
    const found = play.options.watch?.({ before: earlier, command, decision, after: cloneState(world.state) }) ?? [];
    play.broken.push(...found.map((line) => `after ${command.type} (${command.id}): ${line}`));
  }
  return decision.length === 0 ? ['nothing new'] : decision.map(printEvent);
}

/** R5: the events alone give the same state, and so does a snapshot. */
function replayed(world: World): string {
  const now = stateHash(world.state);
  const again = stateHash(replay(world.events));
  const thawed = stateHash(thawState(JSON.parse(JSON.stringify(freezeState(world.state)))));
  if (again !== now || thawed !== now) return 'BROKEN R5: a replay or a snapshot gives another state';
  return `replayed: the same state and hash from ${world.events.length} events, and from a snapshot`;
}

function checkReplay(play: Play): void {
  const line = replayed(play.world);
  if (line.startsWith('BROKEN')) play.broken.push(line);
}
