/**
 * Whose yes a landing needs (E2, E5, E6): that of the steps which it names, and in some cases that
 * of a person, whatever it names.
 *
 * An approval is of one patch, given in one step of one workflow. A `land` names steps of its own
 * workflow: what a step of the same name approved in another, a caller or a called one, is not what
 * it asks for. A person's yes is of the very patch that was shown, so it counts wherever on the
 * line it was given.
 */

import type { LandStep, Step } from '../ir.ts';
import { isIn } from '../path-classes.ts';
import { listed } from '../phrase.ts';
import type { Approval, Line } from '../rows.ts';
import type { Draft } from './draft.ts';
import type { Place } from './look.ts';

/** Everything that is missing, at once. */
export function approvalFaults(draft: Draft, place: Place, step: LandStep): string[] {
  return [...groupFaults(place, step), ...personFaults(draft, place)];
}

function groupFaults({ line, frame }: Place, step: LandStep): string[] {
  const own = line.approvals.filter((item) => item.patch === line.patch && (item.workflow ?? frame.workflow) === frame.workflow);
  const faults: string[] = [];
  for (const group of step.approvedBy) {
    const independent = own.some((item) => group.includes(item.step) && isIndependent(line, item));
    if (!independent) faults.push(`E5: nobody but its authors has approved this patch in ${group.join(' or ')}`);
  }
  return faults;
}

const isIndependent = (line: Line, { by }: Approval): boolean => by.every((name) => !line.authors.includes(name));

/** E2: what only a person lets land: tests that are removed, and dependencies. */
function personFaults(draft: Draft, place: Place): string[] {
  const { line, task } = place;
  const { paths } = draft.plan.ir;
  const removed = line.changes.filter(({ path, to }) => to === null && isIn('tests', path, paths)).map(({ path }) => path);
  const why = [
    ...(removed.length > 0 ? [`removing a test takes a person: ${listed(removed)}`] : []),
    ...(task?.spec.kind === 'deps' ? [`a change of dependencies takes a person: task ${task.id}`] : []),
  ];
  if (why.length === 0 || line.approvals.some((item) => item.patch === line.patch && isByPerson(draft, place, item))) return [];
  return why.map((text) => `E2: ${text}; let an \`ask\` step that shows the candidate approve this patch before it lands`);
}

/** Approvals of before it was told apart were given in a step of the landing workflow. */
function isByPerson({ plan }: Draft, { frame }: Place, approval: Approval): boolean {
  if (approval.person !== undefined) return approval.person;
  const step: Step | undefined = plan.steps.get(approval.workflow ?? frame.workflow)?.get(approval.step);
  return step?.kind === 'ask';
}
