/** One line of a rehearsal: what is given, how a step ends, or what is expected. */

import type { Directive, Expectation, GivenOutcome, Said, StepName } from './rehearsal.ts';
import { Slip, type TokenReader } from './token-reader.ts';

export type Statement =
  | { readonly kind: 'rehearsal'; readonly name: string }
  | { readonly kind: 'workflow'; readonly file: Said }
  | { readonly kind: 'given'; readonly name: Said; readonly value: string }
  /** A block of tasks begins. */
  | { readonly kind: 'tasks' }
  | { readonly kind: 'directive'; readonly directive: Directive; readonly opens: boolean }
  | { readonly kind: 'expectation'; readonly expectation: Expectation };

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
  let opens = false;
  do {
    const { text: word, span } = reader.word('an outcome');
    const text = reader.maybeText();
    const outcome: GivenOutcome = { word, span, ...(text === null ? {} : { text }) };
    outcomes.push(...Array.from({ length: times(reader) }, () => outcome));
    if (reader.isFollowedBy('{') && reader.take('tasks')) opens = reader.take('{');
  } while (!opens && reader.take(','));
  return ended(reader, { kind: 'directive', directive: { step, outcomes }, opens });
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
