/** One line of a rehearsal: what is given, how a step ends, or what is expected. */

import type { Directive, Expectation, GivenOutcome, Said, StepName } from './rehearsal.ts';
import { Slip, type TokenReader } from './token-reader.ts';

export type Statement =
  | { readonly kind: 'rehearsal'; readonly name: string }
  | { readonly kind: 'workflow'; readonly file: Said }
  | { readonly kind: 'given'; readonly name: Said; readonly value: string }
  /** A block of tasks begins. */
  | { readonly kind: 'tasks' }
  | { readonly kind: 'directive'; readonly directive: Directive; readonly opens: Block | null }
  | { readonly kind: 'expectation'; readonly expectation: Expectation };

/** What a block of tasks is to the outcome before it. */
export type Block = 'tasks' | 'follow-ups' | 'awaited';

/** More outcomes than any cap lets a step have. */
const mostTimes = 1_000;

export function readStatement(reader: TokenReader): Statement {
  const task = taskOf(reader);
  const span = reader.next?.span ?? { start: 0, end: 0 };
  if (task === null) {
    const own = ownStatement(reader);
    if (own !== null) return own;
  }
  if (reader.take('expect')) return expectation(expected(reader, task, span), reader);
  if (reader.take('visits')) {
    const step = { ...reader.word('a step'), task };
    return expectation({ kind: 'visits', step, count: reader.count('how many visits'), span }, reader);
  }
  if (reader.take('never')) {
    const step = { ...reader.word('a step, or halt'), task };
    return expectation({ kind: 'never', step, outcome: reader.isDone ? null : reader.word('an outcome').text, span }, reader);
  }
  return directive(reader, { ...reader.word('a step'), task });
}

/** `task export:` before what is said of that task. */
function taskOf(reader: TokenReader): Said | null {
  if (!reader.isFollowedBy(':', 2) || !reader.take('task')) return null;
  const task = reader.word('a task');
  reader.take(':');
  return task;
}

function ownStatement(reader: TokenReader): Statement | null {
  if (reader.take('rehearsal')) {
    const { text: name } = reader.text('what it shows, in quotes');
    return ended(reader, { kind: 'rehearsal', name });
  }
  if (reader.take('workflow')) return ended(reader, { kind: 'workflow', file: reader.value('the file of a workflow') });
  if (reader.take('given')) {
    const name = reader.word('an input');
    return ended(reader, { kind: 'given', name, value: reader.value('its value').text });
  }
  if (!reader.isFollowedBy('{') || !reader.take('tasks')) return null;
  reader.take('{');
  return ended(reader, { kind: 'tasks' });
}

function directive(reader: TokenReader, step: StepName): Statement {
  const outcomes: GivenOutcome[] = [];
  let opens: Block | null = null;
  do {
    const { text: word, span } = reader.word('an outcome');
    const text = reader.maybeText();
    const outcome: GivenOutcome = { word, span, ...(text === null ? {} : { text }), ...members(reader), ...before(reader) };
    outcomes.push(...Array.from({ length: times(reader) }, () => outcome));
    opens = block(reader);
  } while (opens === null && reader.take(','));
  return ended(reader, { kind: 'directive', directive: { step, outcomes }, opens });
}

/** `tasks {`, `follow-ups {`, `waits follow-ups {`. */
function block(reader: TokenReader): Block | null {
  if (reader.isFollowedBy('{', 2) && reader.isFollowedBy('follow-ups') && reader.take('waits')) {
    reader.take('follow-ups');
    reader.take('{');
    return 'awaited';
  }
  if (!reader.isFollowedBy('{')) return null;
  for (const word of ['tasks', 'follow-ups'] as const) if (reader.take(word)) return reader.take('{') ? word : null;
  return null;
}

/** `split as approve change`: what each member of a panel says. */
function members(reader: TokenReader): Pick<GivenOutcome, 'members'> {
  if (!reader.take('as')) return {};
  const said = [reader.word('what a member says')];
  while (reader.next?.kind === 'word' && reader.next.text !== 'after' && !reader.isFollowedBy('times')) said.push(reader.word('what a member says'));
  return { members: said };
}

/** `ok after 2 faults`, `yes after 3 pending`. */
function before(reader: TokenReader): Pick<GivenOutcome, 'before'> {
  if (!reader.take('after')) return {};
  const count = reader.count('how many');
  if (reader.take('pending')) return { before: { pending: count } };
  if (reader.take('faults') || reader.take('fault')) return { before: { faults: count } };
  const { next } = reader;
  const span = next?.span ?? { start: 0, end: 0 };
  throw new Slip({ kind: 'rehearsal-line', span, message: `after ${count} of what`, hint: 'after 2 faults, or of a poll: after 2 pending' });
}

/** `red 3 times`. */
function times(reader: TokenReader): number {
  if (!reader.isFollowedBy('times')) return 1;
  const span = reader.next?.span ?? { start: 0, end: 0 };
  const count = reader.count('how many times');
  reader.take('times');
  if (count >= 1 && count <= mostTimes) return count;
  throw new Slip({ kind: 'rehearsal-number', span, message: `${count} times`, hint: `1 to ${mostTimes} times` });
}

const ends = ['complete', 'halted', 'waits'] as const;

function expected(reader: TokenReader, task: Said | null, span: Said['span']): Expectation {
  if (reader.take('course')) return { kind: 'course', task, steps: reader.words('a step').map(({ text }) => text), span };
  const word = reader.word('complete, halted, waits or course');
  const end = ends.find((item) => item === word.text);
  if (end === undefined || task !== null) {
    throw new Slip({
      kind: 'rehearsal-expect', span: word.span, message: `expect ${word.text}${task === null ? '' : ` of a task`}`,
      hint: task === null ? 'expect complete, halted, waits or course' : 'of a task: expect course',
    });
  }
  return { kind: 'end', end, at: end !== 'complete' && reader.take('at') ? reader.word('a step') : null, span };
}

function expectation(found: Expectation, reader: TokenReader): Statement {
  return ended(reader, { kind: 'expectation', expectation: found });
}

function ended(reader: TokenReader, statement: Statement): Statement {
  reader.end();
  return statement;
}
