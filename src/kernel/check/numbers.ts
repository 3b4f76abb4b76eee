/** Numbers: limits, budgets and allowances are whole, positive and sane, and fit each other (T3, R4, R6). */
import type { Amount, Limits } from '../ir.ts';
import { quoted, timesUpTo, timeText } from '../phrase.ts';
import type { IrPath, Plan } from './plan.ts';
import { blameStep, plain } from './plan.ts';

const day = 86_400_000;
const longest = 30 * day;

type Numbers = Exclude<keyof Limits, 'allowance'>;

/** The least and the most of each limit. */
const ranges: Readonly<Record<Numbers, readonly [number, number]>> = {
  leases: [1, 10_000],
  inbox: [1, 100_000],
  leaseMs: [1, longest],
  leaseLifetimeMs: [1, longest],
  retries: [0, 1_000],
  backoffMs: [0, day],
  backoffMaxMs: [0, day],
  rateLimits: [0, 100_000],
  conflicts: [0, 1_000],
  ejections: [0, 1_000],
  visits: [1, 1_000],
  // Once is no repetition (R7).
  repeats: [2, 1_000],
  followUpDepth: [0, 100],
  followUps: [0, 10_000],
  tasks: [1, 1_000_000],
  batch: [1, 10_000],
  probes: [1, 1_000],
  turns: [1, 10_000],
};

export function checkNumbers(plan: Plan): void {
  checkLimits(plan);
  checkBudget(plan);
  checkAllowance(plan, { where: 'limits', path: ['limits', 'allowance'] }, plan.ir.limits.allowance);
  for (const [at, { name, allowance }] of plan.ir.agents.entries()) {
    const owner = { where: `agent ${plain(name)}`, path: ['agents', at, 'allowance'] };
    if (allowance !== undefined) checkAllowance(plan, owner, allowance);
  }
  for (const place of plan.places) {
    const { max, timeoutMs } = place.step;
    if (max !== undefined && !isWithin(max, [1, 1_000])) {
      blameStep(plan, place, {
        code: 'number-out-of-range', at: ['max'],
        found: `has a \`max\` of ${max}`,
        instead: 'a whole number from 1 to 1000',
        rule: 'R6',
      });
    }
    const repeat = place.step.kind === 'measure' ? place.step.repeat : undefined;
    if (repeat !== undefined && !isWithin(repeat, [1, 99])) {
      blameStep(plan, place, { code: 'number-out-of-range', at: ['repeat'], found: `repeats ${repeat} times`, instead: 'a whole number from 1 to 99' });
    }
    if (timeoutMs !== undefined && !isWithin(timeoutMs, [1, longest])) {
      blameStep(plan, place, {
        code: 'number-out-of-range', at: ['timeoutMs'],
        found: `has a timeout of ${timeText(timeoutMs)}`,
        instead: timesUpTo(longest),
      });
    }
  }
}

function checkLimits(plan: Plan): void {
  const { limits } = plan.ir;
  for (const name of limitNames) {
    const [least, most] = ranges[name];
    if (isWithin(limits[name], [least, most])) continue;
    const isTime = name.endsWith('Ms');
    plan.faults.push({
      code: 'number-out-of-range', path: ['limits', name],
      where: 'limits',
      found: `${quoted(name)} is ${isTime ? timeText(limits[name]) : limits[name]}`,
      instead: isTime ? timesUpTo(most, least) : `a whole number from ${least} to ${most}`,
    });
  }
  if (limits.leaseLifetimeMs < limits.leaseMs) {
    plan.faults.push({
      code: 'lifetime-below-lease', path: ['limits', 'leaseLifetimeMs'],
      where: 'limits',
      found: 'a lease may live shorter than it lasts',
      instead: '`leaseLifetimeMs` at least `leaseMs`',
      rule: 'L3',
    });
  }
  if (limits.backoffMaxMs < limits.backoffMs) {
    plan.faults.push({
      code: 'backoff-below-first', path: ['limits', 'backoffMaxMs'],
      where: 'limits',
      found: 'the longest backoff is shorter than the first',
      instead: '`backoffMaxMs` at least `backoffMs`',
    });
  }
}

function checkBudget(plan: Plan): void {
  const { budget } = plan.ir;
  const amounts = [['usdMicros', budget.usdMicros], ['tokens', budget.tokens], ['timeMs', budget.timeMs]] as const;
  for (const [name, amount] of amounts) {
    if (amount === null || isWithin(amount, [0, Number.MAX_SAFE_INTEGER])) continue;
    plan.faults.push({
      code: 'number-out-of-range', path: ['budget', name],
      where: 'budget',
      found: `${quoted(name)} is ${amount}`,
      instead: 'a whole number that is not negative',
      rule: 'R4',
    });
  }
}

/** Whose allowance it is, and where the plan says it. */
interface AllowanceOwner {
  readonly where: string;
  readonly path: IrPath;
}

/** A lease reserves its allowance, so one that is larger than the budget could never be granted (R4). */
function checkAllowance(plan: Plan, owner: AllowanceOwner, allowance: Amount): void {
  const { budget } = plan.ir;
  for (const name of ['usdMicros', 'tokens'] as const) {
    const amount = allowance[name];
    const most = budget[name];
    const { where } = owner;
    const path = [...owner.path, name];
    if (!isWithin(amount, [0, Number.MAX_SAFE_INTEGER])) {
      const found = `an allowance of ${amount} ${name}`;
      const instead = 'a whole number that is not negative';
      plan.faults.push({ code: 'number-out-of-range', path, where, found, instead, rule: 'R4' });
    } else if (most !== null && amount > most) {
      const found = `an allowance of ${said[name](amount)}, and the whole budget is ${said[name](most)}`;
      const instead = 'an allowance within the budget';
      plan.faults.push({ code: 'allowance-above-budget', path, where, found, instead, rule: 'R4' });
    }
  }
}

/** Amounts as people write them. */
const said = {
  usdMicros: (micros: number): string => `usd ${micros / 1_000_000}`,
  tokens: (count: number): string => `${count} tokens`,
};

const limitNames: readonly Numbers[] = [
  'leases', 'inbox', 'leaseMs', 'leaseLifetimeMs', 'retries', 'backoffMs', 'backoffMaxMs', 'rateLimits',
  'conflicts', 'ejections', 'visits', 'repeats', 'followUpDepth', 'followUps', 'tasks', 'batch', 'probes', 'turns',
];

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
