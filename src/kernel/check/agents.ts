/** Agent steps: ladders, panels, approvals. Panels and reviewers never write (E5). */
import type { AgentStep } from '../ir.ts';
import { faultIf } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';
import { wordFaults } from './words.ts';

export function checkAgent(step: AgentStep): readonly StepFault[] {
  const { agents, continues } = step;
  return [
    ...faultIf(agents.length === 0, 'names no agent', 'at least one agent'),
    ...faultIf(step.prompt.trim() === '', 'has no prompt', 'a file with the prompt'),
    ...(step.panel === true ? panelFaults(step) : ladderFaults(step)),
    ...approvalFaults(step),
    ...faultIf(step.fresh === true && step.writes === undefined,
      'is `fresh` and writes nothing', '`fresh` only with `writes`'),
    ...faultIf(continues !== undefined && (!Number.isSafeInteger(continues) || continues < 0 || continues > 100),
      `continues ${continues} times`, 'a whole number from 0 to 100'),
    ...wordFaults(step, step.outcomes),
  ];
}

function panelFaults(step: AgentStep): readonly StepFault[] {
  return [
    ...faultIf(step.agents.length < 2, 'is a panel of fewer than two', 'at least two agents'),
    ...faultIf(step.by !== undefined, 'is a panel and a ladder', '`panel` or `by`, not both'),
    ...writerFault(step, 'is a panel and writes', 'one agent to write'),
    ...faultIf(step.returns !== undefined, 'is a panel and returns something', 'one agent to return it'),
  ];
}

function ladderFaults(step: AgentStep): readonly StepFault[] {
  return faultIf(step.agents.length > 1 && step.by === undefined,
    'names several agents and not how they take turns', '`by attempt`, `by effort`, or `panel`');
}

function approvalFaults(step: AgentStep): readonly StepFault[] {
  const { approves, otherwise } = step;
  if (approves === undefined) {
    return faultIf(otherwise !== undefined, 'has an `otherwise` and no `approves`', 'both words, or neither');
  }
  return [
    ...faultIf(otherwise === undefined, 'has an `approves` and no `otherwise`', 'both words, or neither'),
    ...faultIf(otherwise === approves, 'approves and does not by the same word', 'two words'),
    ...writerFault(step, 'approves and writes', 'a step of its own to write'),
    ...wordFaults(step, [...new Set([approves, otherwise ?? approves])]),
    ...faultIf((step.outcomes ?? []).some((word) => word === approves || word === otherwise),
      'has one of its two words among its `outcomes`', 'only other words in `outcomes`'),
  ];
}

function writerFault(step: AgentStep, found: string, instead: string): readonly StepFault[] {
  return step.writes === undefined ? [] : [{ found, instead, rule: 'E5' }];
}
