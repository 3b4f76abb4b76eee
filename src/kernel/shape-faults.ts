/** Faults of a task's own fields: its id, texts, kind and effort (T1). */
import type { AdmissionContext } from './admission.ts';
import { maxContractLength, maxSpecLength, maxTitleLength } from './caps.ts';
import { blame } from './fault.ts';
import type { Examined } from './fault.ts';
import { efforts, taskKinds } from './ir.ts';
import { isName, nameRule } from './name.ts';
import { listed, quoted } from './phrase.ts';

/** `first` is the place of the first task with this id. */
export function shapeFaults(examined: Examined, context: AdmissionContext, first: number): void {
  idFaults(examined, context, first);
  textFault(examined, { field: 'title', text: examined.task.title, most: maxTitleLength });
  textFault(examined, { field: 'spec', text: examined.task.spec, most: maxSpecLength });
  const { contract, effort } = examined.task;
  if (contract !== undefined) textFault(examined, { field: 'contract', text: contract, most: maxContractLength });
  kindFaults(examined, context);
  if (effort !== undefined && !efforts.includes(effort)) {
    blame(examined, 'T1', { found: `has the effort ${quoted(effort)}`, instead: `one of ${listed(efforts)}` });
  }
}

function idFaults(examined: Examined, context: AdmissionContext, first: number): void {
  const { task, place } = examined;
  if (!isName(task.id)) {
    blame(examined, 'T1', { found: `has the id ${quoted(task.id)}`, instead: nameRule });
    return;
  }
  if (place !== first) {
    blame(examined, 'T1', {
      found: `is in the plan twice, at ${first + 1} and ${place + 1}`,
      instead: 'give each task an id of its own',
    });
  }
  if (context.taken(task.id)) {
    blame(examined, 'T1', { found: 'has an id that the run knows already', instead: 'give it an id of its own' });
  }
}

interface Text {
  readonly field: string;
  readonly text: string;
  readonly most: number;
}

function textFault(examined: Examined, { field, text, most }: Text): void {
  if (text.trim() === '') {
    blame(examined, 'T1', { found: `has an empty ${field}`, instead: `say in \`${field}\` what the task is` });
  } else if (text.length > most) {
    blame(examined, 'T1', { found: `has a ${field} of ${text.length} characters`, instead: `at most ${most}` });
  }
}

function kindFaults(examined: Examined, context: AdmissionContext): void {
  const { kind } = examined.task;
  const here = taskKinds.filter((one) => context.kindsWithWorkflow.has(one));
  if (!taskKinds.includes(kind)) {
    blame(examined, 'T1', { found: `is of the unknown kind ${quoted(kind)}`, instead: `one of ${listed(here)}` });
  } else if (!context.kindsWithWorkflow.has(kind)) {
    blame(examined, 'T1', {
      found: `is of kind ${quoted(kind)}, for which there is no workflow here`,
      instead: `one of ${listed(here)}`,
    });
  }
}
