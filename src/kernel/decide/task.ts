/** What people may say to one task: edit its spec, grant it more, drop it. */

import type { CommandOf } from '../command.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Task, Unit } from '../rows.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { unitRow } from './look.ts';
import { rootFrame } from './run.ts';
import { settle } from './settle.ts';
import { maxSpecLength } from '../caps.ts';

/** The next attempt sees the new spec; a prompt that is out already does not. */
export function edit(draft: Draft, command: CommandOf<'edit'>): Refusal | null {
  const task = openTaskOf(draft, command.task);
  if ('refused' in task) return task;
  if (command.spec.trim() === '' || command.spec.length > maxSpecLength) {
    return refuse('bad-spec', `a spec has 1 to ${maxSpecLength} characters`, 'T1');
  }
  if (unitRow(draft.state, task.unit).status === 'queued') {
    return refuse('queued', `${task.id} is in the landing queue; drop it, or wait`, 'E6');
  }
  emit(draft, { type: 'TaskEdited', task: task.id, spec: command.spec, person: command.person });
  return null;
}

/** R6: a recorded grant of one more of everything that the line's caps count. */
export function grant(draft: Draft, command: CommandOf<'grant'>): Refusal | null {
  const { person, text, id } = command;
  const task = command.task === null ? null : openTaskOf(draft, command.task);
  if (task !== null && 'refused' in task) return task;
  const line = task === null ? rootFrame : task.frame;
  if (line === null) return refuse('not-started', `${command.task ?? ''} has not started; it has all its attempts`);
  emit(draft, { type: 'Granted', line, person, guidance: guidance('grant', 'grant', { text, signature: `${id} ${text}` }) });
  return null;
}

export function drop(draft: Draft, command: CommandOf<'drop'>): Refusal | null {
  const revert = draft.state.units.get(command.task);
  const lost = revert?.reverts === null || revert === undefined ? openTaskOf(draft, command.task) : openRevert(revert);
  if ('refused' in lost) return lost;
  const why = `dropped by ${command.person}: ${command.text}`;
  draft.todo.push({ do: 'unit-lost', unit: lost.unit, how: 'dropped', why });
  settle(draft);
  return null;
}

/** B2: what was to be reverted stays, by a person's word. */
function openRevert({ id, status }: Unit): { readonly unit: string } | Refusal {
  if (status === 'landed' || status === 'dropped') return refuse('ended', `${id} is ${status}; ended is ended`, 'T6');
  return { unit: id };
}

function openTaskOf(draft: Draft, id: string): Task | Refusal {
  const task = draft.state.tasks.get(id);
  if (task === undefined) return refuse('unknown-task', `there is no task ${id}`, 'T1');
  const { status } = unitRow(draft.state, task.unit);
  if (status === 'landed' || status === 'dropped') {
    return refuse('ended', `${id} is ${status}; ended is ended`, 'T6');
  }
  return task;
}
