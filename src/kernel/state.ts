/**
 * The state of one run: rows in tables, and a few singletons. Only `evolve` writes it.
 *
 * Rows that ended keep no more than late commands need; the journal has the rest.
 */

import { nothing } from './amount.ts';
import { type Chains, cloneChains, emptyChains, forkChains } from './chain.ts';
import { type ClaimsIndex, cloneClaims, emptyClaims, forkClaims } from './claims-index.ts';
import type { Plan } from './plan.ts';
import type {
  BillRow, Counts, Frame, Hand, Landing, Lease, Line, Money, Order, PatchRow, Probe, Question, Run, Task, TaskPlan, Unit, Visit,
} from './rows.ts';
import { Table } from './table.ts';

export interface State {
  plan: Plan | null;
  run: Run;
  money: Money;
  landing: Landing;
  readonly counts: Counts;
  readonly frames: Table<Frame>;
  readonly lines: Table<Line>;
  readonly visits: Table<Visit>;
  readonly orders: Table<Order>;
  readonly leases: Table<Lease>;
  readonly hands: Table<Hand>;
  readonly bills: Table<BillRow>;
  readonly tasks: Table<Task>;
  readonly units: Table<Unit>;
  readonly probes: Table<Probe>;
  readonly questions: Table<Question>;
  readonly patches: Table<PatchRow>;
  readonly plans: Table<TaskPlan>;
  /** Blob of each path that landed, to decide transplants. */
  readonly files: Table<{ readonly blob: string | null }>;
  /** Each landed commit, and the unit that landed as it (B2). */
  readonly stack: Table<string>;
  /** Commands already applied, by id (L6). */
  readonly applied: Table<true>;
  readonly chains: Chains;
  readonly claims: ClaimsIndex;
}

/** The tables that `stateHash` covers; chains, the stack and the claims index follow from them. */
export const hashedTables = [
  'frames', 'lines', 'visits', 'orders', 'leases', 'hands', 'bills', 'tasks', 'units',
  'probes', 'questions', 'patches', 'plans', 'files', 'applied',
] as const;

export const singletons = ['run', 'money', 'landing', 'counts'] as const;

/** Names of the chains. */
export const chainOf = {
  /** Orders of the root's frames, of landing and of the base. */
  root: 'root',
  /** Orders of tasks that hold their claims. */
  task: 'task',
  /** Units that may take their first lease. */
  fresh: 'fresh',
  /** Units that wait to take their claims again. */
  resuming: 'resuming',
  queue: 'queue',
  /** Who sleeps at a path and has not started; who sleeps there to take its claims again comes first. */
  asleepAt: (path: string): `asleep ${string}` => `asleep ${path}`,
  resumingAt: (path: string): `resuming ${string}` => `resuming ${path}`,
} as const;

export function initialState(): State {
  return {
    plan: null,
    run: {
      id: '', status: 'new', kernel: '', base: '', inputs: [], files: [], startedAt: 0, clock: 0, graceUntil: 0, halt: null,
      growing: null, publications: [], ceiling: { leases: null, usdMicros: null, tokens: null },
    },
    money: {
      budget: { usdMicros: null, tokens: null, timeMs: null }, deadlineAt: null,
      spent: nothing, live: nothing, owed: nothing,
    },
    landing: {
      tip: '', tipOutcome: 'unknown', baseOrder: null, redUnit: null, tests: null, landed: 0, probes: [],
      redBase: null, faults: 0,
    },
    counts: {
      frames: 0, visits: 0, orders: 0, questions: 0, units: 0, liveLeases: 0, growLeases: 0,
      openQuestions: 0, openPublishes: 0, followUps: 0,
    },
    frames: new Table(), lines: new Table(), visits: new Table(),
    orders: new Table(), leases: new Table(), hands: new Table(), bills: new Table(),
    tasks: new Table(), units: new Table(), probes: new Table(), questions: new Table(),
    patches: new Table(), plans: new Table(), files: new Table(), stack: new Table(), applied: new Table(),
    chains: emptyChains(),
    claims: emptyClaims(),
  };
}

/** A state to try things on: shares the rows, keeps its changes to itself. */
export function forkState(state: State): State {
  return copyState(state, (table) => table.fork(), {
    chains: forkChains(state.chains), claims: forkClaims(state.claims),
  });
}

/** An independent state. */
export function cloneState(state: State): State {
  return copyState(state, (table) => table.clone(), {
    chains: cloneChains(state.chains), claims: cloneClaims(state.claims),
  });
}

type CopyTable = <V>(table: Table<V>) => Table<V>;

function copyState(state: State, copy: CopyTable, indices: Pick<State, 'chains' | 'claims'>): State {
  return {
    plan: state.plan, run: state.run, money: state.money, landing: state.landing, counts: { ...state.counts },
    frames: copy(state.frames), lines: copy(state.lines),     visits: copy(state.visits), orders: copy(state.orders), leases: copy(state.leases),
    hands: copy(state.hands), bills: copy(state.bills), tasks: copy(state.tasks),
    units: copy(state.units), probes: copy(state.probes), questions: copy(state.questions),
    patches: copy(state.patches), plans: copy(state.plans), files: copy(state.files), stack: copy(state.stack),
    applied: copy(state.applied), ...indices,
  };
}
