/** Agent steps: ladders, panels, approvals. Panels and reviewers never write (E5). */
import type { AgentStep, RunStep } from '../ir.ts';
import { faultIf } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';
import { outcomeFaults, wordFaults } from './words.ts';
import type { PlacedWord } from './words.ts';

export function checkAgent(step: AgentStep): readonly StepFault[] {
  const { agents, continues } = step;
  return [
    ...faultIf(agents.length === 0,
      { code: 'no-agent', at: ['agents'], found: 'names no agent', instead: 'at least one agent' }),
    ...faultIf(step.prompt.trim() === '',
      { code: 'no-prompt', at: ['prompt'], found: 'has no prompt', instead: 'a file with the prompt' }),
    ...(step.panel === true ? panelFaults(step) : ladderFaults(step)),
    ...approvalFaults(step),
    ...freshFaults(step),
    ...faultIf(continues !== undefined && (!Number.isSafeInteger(continues) || continues < 0 || continues > 100), {
      code: 'number-out-of-range', at: ['continues'],
      found: `continues ${continues} times`, instead: 'a whole number from 0 to 100',
    }),
    ...outcomeFaults(step),
  ];
}

/** Of an agent's step or a command's: what writes nothing has nothing to start from. */
export function freshFaults({ fresh, writes }: AgentStep | RunStep): readonly StepFault[] {
  return faultIf(fresh === true && writes === undefined, {
    code: 'fresh-without-writes', at: ['fresh'],
    found: 'is `fresh` and writes nothing', instead: '`fresh` only with `writes`',
  });
}

function panelFaults(step: AgentStep): readonly StepFault[] {
  return [
    ...faultIf(step.agents.length < 2,
      { code: 'small-panel', at: ['agents'], found: 'is a panel of fewer than two', instead: 'at least two agents' }),
    ...faultIf(step.by !== undefined,
      { code: 'panel-and-ladder', at: ['by'], found: 'is a panel and a ladder', instead: '`panel` or `by`, not both' }),
    ...faultIf(step.writes !== undefined, {
      code: 'panel-writes', at: ['writes'], found: 'is a panel and writes', instead: 'one agent to write', rule: 'E5',
    }),
    ...faultIf(step.returns !== undefined, {
      code: 'panel-returns', at: ['returns'],
      found: 'is a panel and returns something', instead: 'one agent to return it',
    }),
  ];
}

function ladderFaults(step: AgentStep): readonly StepFault[] {
  return faultIf(step.agents.length > 1 && step.by === undefined, {
    code: 'ladder-without-order', at: ['agents'],
    found: 'names several agents and not how they take turns', instead: '`by attempt`, `by effort`, or `panel`',
  });
}

function approvalFaults(step: AgentStep): readonly StepFault[] {
  const { approves, otherwise } = step;
  if (approves === undefined) {
    return faultIf(otherwise !== undefined, {
      code: 'otherwise-without-approves', at: ['otherwise'],
      found: 'has an `otherwise` and no `approves`', instead: 'both words, or neither',
    });
  }
  const words: readonly PlacedWord[] = [
    { word: approves, at: ['approves'] },
    ...(otherwise === undefined || otherwise === approves ? [] : [{ word: otherwise, at: ['otherwise'] }]),
  ];
  const among = (step.outcomes ?? []).findIndex((word) => word === approves || word === otherwise);
  return [
    ...faultIf(otherwise === undefined, {
      code: 'approves-without-otherwise', at: ['approves'],
      found: 'has an `approves` and no `otherwise`', instead: 'both words, or neither',
    }),
    ...faultIf(otherwise === approves, {
      code: 'same-word-twice', at: ['otherwise'],
      found: 'approves and does not by the same word', instead: 'two words',
    }),
    ...faultIf(step.writes !== undefined, {
      code: 'approver-writes', at: ['writes'],
      found: 'approves and writes', instead: 'a step of its own to write', rule: 'E5',
    }),
    ...wordFaults(step, words),
    ...faultIf(among >= 0, {
      code: 'approval-among-outcomes', at: ['outcomes', among],
      found: 'has one of its two words among its `outcomes`', instead: 'only other words in `outcomes`',
    }),
  ];
}
