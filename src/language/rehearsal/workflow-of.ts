/** Whose rehearsal it is: the file of a workflow, as it is said in it or for all of its file. */
import type { RehearsalFinding } from './finding-kinds.ts';
import type { Rehearsal } from './rehearsal.ts';

export type WorkflowOf =
  | { readonly named: string; readonly findings: readonly [] }
  | { readonly named: null; readonly findings: readonly RehearsalFinding[] };

export function workflowOf({ workflow, span }: Rehearsal): WorkflowOf {
  if (workflow !== null) return { named: workflow.text, findings: [] };
  const message = 'this rehearsal names no workflow';
  return { named: null, findings: [{ kind: 'rehearsal-without-workflow', span, message, hint: 'say its file: workflow fix.esp' }] };
}
