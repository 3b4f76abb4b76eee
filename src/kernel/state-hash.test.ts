import { equal, match, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from './decide.ts';
import type { Event } from './event.ts';
import { evolve } from './evolve.ts';
import { isRefusal } from './refusal.ts';
import { replay } from './replay.ts';
import { freezeState, thawState } from './snapshot.ts';
import { cloneState, forkState, initialState, type State } from './state.ts';
import { stateHash } from './state-hash.ts';
import { agent, gate, plan, workflow } from '../language/build-ir.ts';

const ir = plan({
  workflows: [workflow('main',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> verify fail -> write refused -> write'),
    gate('verify', ['unit'], 'green -> end red -> write'))],
});

/** A run of a few events, and its state. */
function smallRun(): { readonly events: readonly Event[]; readonly state: State } {
  let state = initialState();
  const events: Event[] = [];
  const commands = [
    { type: 'start', id: 's', at: 1, run: 'r', kernel: '1', ir, base: 'c0', inputs: [], files: [] },
    { type: 'lease', id: 'l', at: 2, hand: 'h', sequence: 1 },
    { type: 'report', id: 'p', at: 3, hand: 'h', order: '@/write.1', epoch: 1, result: { type: 'fault', text: 'gone' } },
  ] as const;
  for (const command of commands) {
    const decision = decide(state, command);
    if (isRefusal(decision)) throw new Error(decision.message);
    for (const event of decision) {
      events.push(event);
      state = evolve(state, event);
    }
  }
  return { events, state };
}

test('a hash is 64 hex digits, the same for a replay, a fork and a clone', () => {
  const { events, state } = smallRun();
  const hash = stateHash(state);
  match(hash, /^[0-9a-f]{64}$/);
  equal(stateHash(replay(events)), hash);
  equal(stateHash(forkState(state)), hash);
  equal(stateHash(cloneState(state)), hash);
});

test('asking at every position gives what asking once would have given', () => {
  const { events } = smallRun();
  let state = initialState();
  const asked = new Set<string>();
  for (const [index, event] of events.entries()) {
    state = evolve(state, event);
    const hash = stateHash(state);
    equal(stateHash(replay(events.slice(0, index + 1))), hash, `position ${index + 1}`);
    asked.add(hash);
  }
  equal(asked.size, events.length, 'every event changes the hash');
});

test('one changed field of one row changes the hash, and changing it back restores it', () => {
  const { state } = smallRun();
  const hash = stateHash(state);
  const order = state.orders.get('@/write.1');
  if (order === undefined) throw new Error('there is an order');
  state.orders.set(order.id, { ...order, faults: order.faults + 1 });
  notEqual(stateHash(state), hash);
  state.orders.set(order.id, order);
  equal(stateHash(state), hash);
  state.orders.delete(order.id);
  notEqual(stateHash(state), hash);
});

test('a snapshot is plain data, and thawing it gives the same state', () => {
  const { state } = smallRun();
  const frozen: unknown = JSON.parse(JSON.stringify(freezeState(state)));
  const thawed = thawState(frozen);
  equal(stateHash(thawed), stateHash(state));
  equal(JSON.stringify(freezeState(thawed)), JSON.stringify(freezeState(state)));
});

test('what is done with a thawed state leaves the frozen one alone', () => {
  const { state } = smallRun();
  const frozen = freezeState(state);
  const before = JSON.stringify(frozen);
  const thawed = thawState(frozen);
  evolve(thawed, { type: 'RunPaused', at: 9, person: 'ada' });
  equal(JSON.stringify(frozen), before);
  notEqual(stateHash(thawed), stateHash(state));
});
