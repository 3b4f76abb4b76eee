/**
 * Time and money that could not be held to: a timeout that nothing measures or that something else
 * always ends before, and a budget of which nothing is ever reserved (R4, L3).
 */
import type { Amount, Step } from '../ir.ts';
import { performsOrders } from '../outcomes.ts';
import { listed, timesUpTo, timeText } from '../phrase.ts';
import type { IrFault, Plan } from './plan.ts';
import { blameStep, plain } from './plan.ts';

export const longestTimeoutMs = 2_592_000_000;

export function checkTimes(plan: Plan): void {
  for (const place of plan.places) {
    const { timeoutMs } = place.step;
    if (timeoutMs === undefined || !isTime(timeoutMs)) continue;
    if (!isMeasured(place.step)) {
      blameStep(plan, place, {
        code: 'timeout-without-clock', at: ['timeoutMs'],
        found: `has a timeout, and a \`${place.step.kind}\` has no clock of its own`,
        instead: 'a timeout of the steps that are performed there, or a budget of time',
      });
      continue;
    }
    for (const { found, instead, code } of timeFaults(plan, timeoutMs, isPerformed(place.step))) {
      const hint = place.step.kind === 'wait' ? `${instead}; it is of one poll, and \`every\` and \`max\` bound the whole` : instead;
      blameStep(plan, place, { code, at: ['timeoutMs'], found, instead: hint });
    }
  }
  checkGates(plan);
  for (const resource of ['usdMicros', 'tokens'] as const) checkBinding(plan, resource);
}

const isTime = (value: number): boolean => Number.isSafeInteger(value) && value >= 1 && value <= longestTimeoutMs;

/** An order, or a question. */
const isMeasured = (step: Step): boolean => step.kind === 'ask' || performsOrders(step);

/** What a hand performs at a stretch. A dialogue's timeout is that of its question. */
const isPerformed = (step: Step): boolean => step.kind !== 'ask' && step.kind !== 'talk';

type TimeFault = Pick<IrFault, 'code' | 'found' | 'instead'>;

function timeFaults(plan: Plan, timeoutMs: number, performed: boolean): readonly TimeFault[] {
  const { limits: { leaseLifetimeMs }, budget: { timeMs } } = plan.ir;
  const faults: TimeFault[] = [];
  if (performed && timeoutMs > leaseLifetimeMs) {
    faults.push({
      code: 'timeout-above-lifetime', found: `has a timeout of ${timeText(timeoutMs)}, and no lease lives longer than ${timeText(leaseLifetimeMs)}`,
      instead: 'a shorter timeout, or a longer life of leases in `limits`',
    });
  }
  if (timeMs !== null && timeoutMs > timeMs) {
    faults.push({
      code: 'timeout-above-budget', found: `has a timeout of ${timeText(timeoutMs)}, and the whole budget is ${timeText(timeMs)}`,
      instead: 'a timeout within the budget of time',
    });
  }
  return faults;
}

function checkGates(plan: Plan): void {
  for (const [at, { name, timeoutMs }] of plan.ir.gates.entries()) {
    if (timeoutMs === undefined) continue;
    const said = { where: `gate ${plain(name)}`, path: ['gates', at, 'timeoutMs'] };
    if (!isTime(timeoutMs)) {
      plan.faults.push({
        ...said, code: 'number-out-of-range', found: `has a timeout of ${timeText(timeoutMs)}`, instead: timesUpTo(longestTimeoutMs),
      });
    } else plan.faults.push(...timeFaults(plan, timeoutMs, true).map((fault) => ({ ...said, ...fault })));
  }
}

/** R4: a lease is granted while what it reserves is there. What reserves nothing is never stopped. */
function checkBinding(plan: Plan, resource: keyof Amount): void {
  const { agents, budget, limits } = plan.ir;
  const most = budget[resource];
  if (most === null || most < 0) return;
  const used = new Set(plan.places.flatMap(({ step }) => (step.kind === 'agent' || step.kind === 'talk' ? step.agents : [])));
  const free = agents.filter(({ name, allowance = limits.allowance }) => used.has(name) && allowance[resource] === 0).map(({ name }) => name);
  if (free.length === 0) return;
  const unit = resource === 'tokens' ? 'tokens' : 'money';
  plan.faults.push({
    code: 'budget-cannot-bind', path: ['budget', resource], where: 'budget',
    found: `a budget of ${unit} never stops who reserves nothing of it: ${listed(free)}`,
    instead: 'an `allowance` of each agent, or one for all in `limits`', rule: 'R4',
  });
}
