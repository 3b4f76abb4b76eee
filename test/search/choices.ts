/** Everything that may happen next in a world. */

import { nextDueAt } from '../../src/kernel/decide/lease.ts';
import { describeOrder } from '../../src/kernel/describe-order.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Lease } from '../../src/kernel/rows.ts';
import type { State } from '../../src/kernel/state.ts';
import type { Choice, CommandBody, Place, World } from './world.ts';

const hands = ['A', 'B'] as const;

export function choicesAt(world: World, place: Place): readonly Choice[] {
  const { state } = place;
  const leases = [...state.leases.entries()].map(([, lease]) => lease).sort((a, b) => (a.order < b.order ? -1 : 1));
  const heard = leases.filter((lease) => !place.lost.includes(nameOf(lease)));
  const choices: Choice[] = [...leaseChoices(state, heard), ...tickChoices(state, heard)];
  for (const lease of heard) choices.push(...reportChoices(world, place, lease));
  choices.push(...peopleChoices(world, place), ...disturbances(world, place, heard));
  return choices.filter(({ costs }) => costs === 'nothing' || (costs === 'fault' ? place.faults > 0 : place.words > 0));
}

export const nameOf = ({ order, epoch }: Pick<Lease, 'order' | 'epoch'>): string => `${order}@${epoch}`;

/** Both hands are alike: the first that is idle asks. */
function leaseChoices(state: State, heard: readonly Lease[]): readonly Choice[] {
  const hand = hands.find((name) => !heard.some((lease) => lease.hand === name));
  return hand === undefined ? [] : [{ label: `${hand} leases`, command: leaseBy(state, hand), costs: 'nothing' }];
}

export function leaseBy(state: State, hand: string): Command {
  return { type: 'lease', id: 'hand', at: state.run.clock, hand, sequence: (state.hands.get(hand)?.sequence ?? 0) + 1 };
}

/** Time passes to what is due next. That a live hand is late is a fault; that a lost one is, is not. */
function tickChoices(state: State, heard: readonly Lease[]): readonly Choice[] {
  const due = nextDueAt(state);
  if (due === null) return [];
  const at = Math.max(due, state.run.clock);
  const late = heard.some(({ deadline }) => deadline < at && at >= state.run.graceUntil);
  return [{ label: `time passes${late ? ', and a hand is late' : ''}`, command: { type: 'tick', id: 'tick', at }, costs: late ? 'fault' : 'nothing' }];
}

function reportChoices(world: World, { state }: Place, lease: Lease): readonly Choice[] {
  const sheet = describeOrder(state, lease.order);
  return world.ends(sheet, state).map(({ label, result, isFault }) => ({
    label: `${lease.hand} reports ${lease.order}@${lease.epoch}: ${label}`,
    command: {
      type: 'report', id: 'hand', at: state.run.clock, hand: lease.hand, order: lease.order, epoch: lease.epoch, result,
    },
    costs: isFault === true ? 'fault' : 'nothing',
  }));
}

/** Answers, and whatever else the world lets people do. Ids count the words used, so that they repeat in no path. */
function peopleChoices(world: World, { state, words, faults }: Place): readonly Choice[] {
  const choices: Choice[] = [];
  const by = (label: string, body: CommandBody, isFault = false): void => {
    const id = isFault ? `f${faults}` : `w${words}`;
    choices.push({ label, command: { ...body, id, at: state.run.clock }, costs: isFault ? 'fault' : 'word' });
  };
  for (const id of state.questions.keys()) {
    const question = state.questions.get(id);
    if (question?.status !== 'open') continue;
    for (const word of question.words) {
      if (world.answers?.(word) === false) continue;
      by(`ada answers ${word}`, { type: 'answer', person: 'ada', question: id, shows: question.shows, word, text: '' });
    }
    if (question.kind === 'talk') by('ada says something', { type: 'say', person: 'ada', question: id, text: 'so' });
  }
  for (const act of world.acts?.(state) ?? []) by(act.label, act.command, act.isFault);
  return choices;
}

function disturbances(world: World, { state, faults }: Place, heard: readonly Lease[]): readonly Choice[] {
  const choices: Choice[] = [];
  const at = state.run.clock;
  for (const kind of world.disturbances ?? []) {
    if (kind === 'host') choices.push({ label: 'the host starts anew', command: { type: 'host-started', id: `f${faults}`, at }, costs: 'fault' });
    if (kind === 'jump') choices.push({ label: 'the clock jumps', command: { type: 'tick', id: 'tick', at: at + 100_000_000 }, costs: 'fault' });
    for (const lease of heard) {
      if (kind === 'crash') choices.push({ label: `${lease.hand} loses ${nameOf(lease)}`, command: { type: 'tick', id: 'tick', at }, costs: 'fault', loses: nameOf(lease) });
      if (kind === 'beat') choices.push(...beats(state, lease));
    }
  }
  return choices;
}

/** Just past half of its time, at its very end, and once it is too late. */
function beats(state: State, lease: Lease): readonly Choice[] {
  const { order, epoch, hand, deadline } = lease;
  const half = deadline - Math.floor((state.plan?.ir.limits.leaseMs ?? 2) / 2) + 1;
  return [half, deadline, deadline + 1].filter((at) => at >= state.run.clock).map((at) => ({
    label: `${hand} beats for ${nameOf(lease)} at ${at - state.run.clock}`,
    command: { type: 'heartbeat', id: 'hand', at, hand, order, epoch }, costs: 'nothing' as const,
  }));
}
