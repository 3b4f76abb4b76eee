/** Bugs of leases: L1–L6, and money, R4. */

import type { Event } from '../../../src/kernel/event.ts';
import { Table } from '../../../src/kernel/table.ts';
import { answering, changing, deciding, editRows, evolving, hearing, type PlantedBug, saying, withLimits } from './plant.ts';

const none = { usdMicros: null, tokens: null };

export const leaseBugs: readonly PlantedBug[] = [
  {
    id: 'two-claimants', rule: 'L1', describe: 'an order that is leased is leased to the next who asks', world: 'leases',
    brain: answering((state, command) => {
      const live = [...state.leases.entries()].map(([, lease]) => lease).find(({ hand }) => command.type === 'lease' && hand !== command.hand);
      if (command.type !== 'lease' || live === undefined) return null;
      const { order, epoch, deadline, lastDeadline } = live;
      const { hand, sequence } = command;
      const granted: Event = {
        type: 'LeaseGranted', at: state.run.clock, order, epoch: epoch + 1, hand, sequence, deadline, lastDeadline,
        allowance: { usdMicros: 0, tokens: 0 },
      };
      return [granted];
    }),
  },
  {
    id: 'epoch-stays', rule: 'L2', describe: 'an order leased again keeps its epoch', world: 'leases',
    brain: changing('LeaseGranted', (event) => ({ ...event, epoch: 1 })),
  },
  {
    id: 'fenced-by-name', rule: 'L2', describe: 'a late report counts where the same hand has leased again', world: 'leases',
    brain: hearing((command, state) => {
      if (command.type !== 'report') return command;
      const lease = state.leases.get(command.order);
      return lease?.hand === command.hand ? { ...command, epoch: lease.epoch } : command;
    }),
  },
  {
    id: 'late-beat', rule: 'L3', describe: 'a beat renews a lease that has run out', world: 'leases',
    brain: answering((state, command) => {
      const lease = command.type === 'heartbeat' ? state.leases.get(command.order) : undefined;
      if (command.type !== 'heartbeat' || lease === undefined || command.at <= lease.deadline) return null;
      return [{ type: 'LeaseRenewed', at: command.at, order: lease.order, epoch: lease.epoch, deadline: lease.lastDeadline }];
    }),
  },
  {
    id: 'beats-for-ever', rule: 'L3', describe: 'a lease is renewed past its lifetime', world: 'leases',
    brain: changing('LeaseRenewed', (event, state) => ({ ...event, deadline: event.at + (state.plan?.ir.limits.leaseMs ?? 0) })),
  },
  {
    id: 'no-grace', rule: 'L3', describe: 'leases lapse at once when the host has started anew', world: 'leases',
    brain: deciding((state) => Object.assign(state, { run: { ...state.run, graceUntil: 0 } })),
  },
  {
    id: 'lease-stays', rule: 'L4', describe: 'a lease that has ended is still there', world: 'leases',
    brain: evolving('LeaseEnded', (state, { order }, before) => {
      const lease = before.leases.get(order);
      if (lease !== undefined) state.leases.set(order, lease);
    }),
  },
  {
    id: 'rests-for-ever', rule: 'T3', describe: 'a provider that names a far day is believed', world: 'leases',
    brain: changing('LeaseEnded', (event) => (event.how === 'rate-limit' && event.again !== null
      ? { ...event, again: event.at + 1_000_000_000_000 } : event)),
  },
  {
    id: 'given-back-counts', rule: 'T3', describe: 'an order that was given back has used up a retry', world: 'leases',
    brain: evolving('LeaseEnded', (state, { order, how }) => {
      const row = state.orders.get(order);
      if (how === 'given-back' && row !== undefined) state.orders.set(order, { ...row, faults: row.faults + 1 });
    }),
  },
  {
    id: 'given-back-rests', rule: 'T3', describe: 'an order that was given back rests as after a fault', world: 'leases',
    brain: changing('LeaseEnded', (event) => (event.how === 'given-back' ? { ...event, again: event.at + 1_000 } : event)),
  },
  {
    id: 'given-back-for-ever', rule: 'R6', describe: 'nobody counts how often an order is given back', world: 'leases',
    brain: evolving('LeaseEnded', (state, { order, how, epoch }) => {
      const row = state.orders.get(order);
      if (how === 'given-back' && row !== undefined) state.orders.set(order, { ...row, givenBack: { times: 0, epoch } });
    }),
  },
  {
    id: 'given-back-is-free', rule: 'R4', describe: 'what an order that is given back has reserved is forgotten, and no bill is waited for', world: 'money',
    brain: evolving('LeaseEnded', (state, { how }) => {
      if (how === 'given-back') Object.assign(state, { money: { ...state.money, owed: { usdMicros: 0, tokens: 0 } } });
    }),
  },
  {
    id: 'late-after-given-back', rule: 'L2', describe: 'what comes after an order was given back counts all the same', world: 'leases',
    brain: hearing((command, state) => {
      if (command.type !== 'report' || command.result.type === 'given-back') return command;
      const given = state.orders.get(command.order)?.givenBack?.epoch === command.epoch;
      const lease = state.leases.get(command.order);
      return given && lease !== undefined ? { ...command, epoch: lease.epoch, hand: lease.hand } : command;
    }),
  },
  {
    id: 'words-lost', rule: 'T4', describe: 'what a person says to a leaf is recorded, and does not reach its order', world: 'spoken',
    brain: evolving('Spoken', (state, { order }, before) => {
      const row = before.orders.get(order);
      if (row !== undefined) state.orders.set(order, row);
    }),
  },
  {
    id: 'words-without-line', rule: 'T4', describe: 'what a person says to a leaf is known to nobody who comes after it', world: 'spoken',
    brain: evolving('Spoken', (state, { line }, before) => {
      const row = before.lines.get(line);
      if (row !== undefined) state.lines.set(line, row);
    }),
  },
  {
    id: 'words-forgotten', rule: 'T4', describe: 'an order whose lease has ended forgets what it was told', world: 'spoken',
    brain: evolving('LeaseEnded', (state, { order }) => {
      const { spoken: _, ...row } = state.orders.get(order) ?? {};
      if ('id' in row) state.orders.set(order, row);
    }),
  },
  {
    id: 'spoken-over', rule: 'T4', describe: 'a leaf that was spoken to ends without having heard', world: 'spoken',
    brain: deciding((state, command) => {
      if (command.type === 'report') editRows(state.orders, (row) => (row.spoken === undefined ? null : { ...row, spoken: { ...row.spoken, epoch: 0 } }));
      return state;
    }),
  },
  {
    id: 'spoken-by-nobody', rule: 'T4', describe: 'a session that stops goes on as if a person had spoken', world: 'spoken',
    brain: changing('LeaseEnded', (event) => (event.how === 'stopped' ? { ...event, how: 'spoken-to' } : event)),
  },
  {
    id: 'spoken-to-rests', rule: 'T4', describe: 'a leaf that was spoken to rests before it goes on', world: 'spoken',
    brain: changing('LeaseEnded', (event) => (event.how === 'spoken-to' ? { ...event, again: event.at + 1_000 } : event)),
  },
  {
    id: 'spoken-to-counts', rule: 'T3', describe: 'a person who speaks to a leaf uses up one of its continuations', world: 'spoken',
    brain: evolving('LeaseEnded', (state, { order, how }) => {
      const row = state.orders.get(order);
      if (how === 'spoken-to' && row !== undefined) state.orders.set(order, { ...row, again: row.again + 1 });
    }),
  },
  {
    id: 'spoken-to-for-ever', rule: 'R6', describe: 'what a person said once stops every session after it', world: 'spoken',
    brain: evolving('LeaseGranted', (state, { order, epoch }) => {
      const row = state.orders.get(order);
      if (row?.spoken !== undefined) state.orders.set(order, { ...row, spoken: { ...row.spoken, epoch } });
    }),
  },
  {
    id: 'spoken-work-lost', rule: 'B4', describe: 'what a leaf that was spoken to had written is dropped', world: 'spoken',
    brain: saying((events) => (events.some((event) => event.type === 'LeaseEnded' && event.how === 'spoken-to')
      ? events.filter(({ type }) => type !== 'PatchTaken' && type !== 'PatchRefused') : events)),
  },
  {
    id: 'spoken-to-by-anyone', rule: 'T6', describe: 'a hand speaks to a leaf in nobody\'s name', world: 'spoken',
    brain: saying((events, state, command) => {
      const granted = command.type === 'lease' ? events.find((event) => event.type === 'LeaseGranted') : undefined;
      const line = state.lines.keys()[0];
      if (granted === undefined || line === undefined) return events;
      const guidance = { from: 'A', outcome: 'said', signature: 'so', text: 'so', patch: null };
      return [...events, { type: 'Spoken', at: granted.at, order: granted.order, epoch: granted.epoch, line, person: 'A', guidance }];
    }),
  },
  { id: 'cap-ignored', rule: 'L5', describe: 'leases beyond the cap of the run', world: 'money', brain: withLimits({ leases: 99 }) },
  {
    id: 'two-grants', rule: 'L6', describe: 'the same claim of a hand is granted twice', world: 'leases',
    brain: deciding((state) => ({ ...state, hands: new Table() })),
  },
  {
    id: 'ids-forgotten', rule: 'L6', describe: 'a command that was applied is applied again', world: 'money',
    brain: deciding((state) => ({ ...state, applied: new Table() })),
  },
  {
    id: 'settled-twice', rule: 'L6', describe: 'a bill is settled as often as the gateway says so', world: 'money',
    brain: deciding((state) => {
      editRows(state.bills, (bill) => (bill.status === 'settled' ? { ...bill, status: 'owed' as const } : null));
      return state;
    }),
  },
  {
    id: 'no-budget', rule: 'R4', describe: 'a lease is granted beyond the budget', world: 'money',
    brain: deciding((state) => Object.assign(state, { money: { ...state.money, budget: { ...none, timeMs: null } } })),
  },
  {
    id: 'no-ceiling', rule: 'R4', describe: 'a lease is granted beyond the ceiling of the day', world: 'money',
    brain: deciding((state) => Object.assign(state, { run: { ...state.run, ceiling: { ...none, leases: null } } })),
  },
  {
    id: 'rests-past-time', rule: 'R4', describe: 'an order rests past the time of the run, because a provider said so', world: 'money',
    brain: changing('LeaseEnded', (event, { money }) => (event.how === 'rate-limit' && event.again !== null && money.deadlineAt !== null
      ? { ...event, again: Math.max(event.again, money.deadlineAt + 900) } : event)),
  },
  {
    id: 'unknown-is-zero', rule: 'R4', describe: 'a lease that has ended without a bill counts as nothing', world: 'money',
    brain: evolving('LeaseEnded', (state) => Object.assign(state, { money: { ...state.money, owed: { usdMicros: 0, tokens: 0 } } })),
  },
  {
    id: 'step-pays-for-run', rule: 'R4', describe: 'a budget that has run out ends the step, and not the run', world: 'money',
    brain: saying((events, state) => events.map((event): Event => {
      const order = event.type === 'RunHalted' && event.asks === 'budget' ? state.orders.get(event.culprits[0] ?? '') : undefined;
      if (order === undefined || order.visit === null) return event;
      return { type: 'VisitEnded', at: event.at, visit: order.visit, outcome: 'budget', to: 'halt', guidance: null, seen: [] };
    })),
  },
  {
    id: 'bills-for-ever', rule: 'T4', describe: 'what waits for bills that never come waits for ever', world: 'money',
    brain: changing('OrderParked', ({ type, at, order }) => ({ type, at, order })),
  },
  {
    id: 'bills-under-a-ceiling', rule: 'T4', describe: 'bills that hold back money under a ceiling are waited for without an end', world: 'money',
    brain: changing('OrderParked', (event, state) => {
      const { type, at, order } = event;
      return state.run.ceiling.usdMicros === null ? event : { type, at, order };
    }),
  },
  {
    id: 'time-is-no-budget', rule: 'R4', describe: 'leases go on when the time of the run is up', world: 'money',
    brain: deciding((state) => Object.assign(state, { money: { ...state.money, deadlineAt: null } })),
  },
];
