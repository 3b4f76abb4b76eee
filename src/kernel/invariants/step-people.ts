/** R1, R2, R6, T6, E4 as people speak, and as nobody has. */

import type { Command } from '../command.ts';
import type { Event, EventOf, EventType } from '../event.ts';
import type { State } from '../state.ts';
import type { Happening } from './transition.ts';
import { grownWithout, reopenedElsewhere, wished } from './wishes.ts';

/** What only a recorded command of a person brings about: a grant of more, or a word. */
export const humanEvents: ReadonlySet<EventType> = new Set<EventType>([
  'Granted', 'RunPaused', 'RunResumed', 'RunRetried', 'RunAborted', 'BudgetRaised', 'FrameReopened', 'UnitReopened', 'RetryAsked',
  'TaskEdited', 'QuestionAnswered', 'Said', 'Spoken', 'PublicationClosed', 'PublishIntended',
]);

/** What a run that is over still records. */
const records: ReadonlySet<EventType> = new Set<EventType>([
  'ReportStale', 'BillSettled', 'HostStarted', 'KernelUpgraded', 'PublicationClosed', 'LeaseEnded', 'TipForeign',
]);

export function peopleSteps(happening: Happening): void {
  const { event, command, now, found, before } = happening;
  if (humanEvents.has(event.type) && !isByPerson(command) && !isOwed(happening)) {
    found.add('T6', `${event.type} happens, and no person said so`);
  }
  if (event.type === 'GrowOpened' && event.person !== null && !isByPerson(command)) {
    found.add('T6', `${event.visit} is opened for ${event.person}, who did not speak`);
  }
  // Who may publish may reject as well, which is a grant of more.
  const told = command.type === 'answer' || isOwed(happening);
  if (!told && 'person' in event && event.person !== null && !mayDo(now, event.person, 'answer')) {
    found.add('R2', `${event.type} is ${event.person}'s word, who may not`);
  }
  const over = before.run.status === 'aborted' || before.run.status === 'complete';
  if (over && !records.has(event.type)) found.add('R1', `${event.type} happens, and the run is ${before.run.status}`);
  if (event.type === 'RetryAsked') wished({ ...happening, event });
  if (event.type === 'GrowOpened') grownWithout({ ...happening, event });
  if (event.type === 'UnitReopened') reopenedElsewhere({ ...happening, event });
  if (event.type === 'RunHalted' || event.type === 'RunRetried') pauseKept({ ...happening, event });
  if (event.type === 'QuestionAnswered') answered({ ...happening, event });
  if (event.type === 'PublishIntended') intended({ ...happening, event });
  if (event.type === 'Published') published({ ...happening, event });
  if (event.type === 'QuestionChanged' && now.questions.get(event.question)?.kind !== 'publish') {
    found.add('E6', `${event.question} shows something else than it did`);
  }
}

/** R1: what a person has paused is paused again when it goes on. */
function pauseKept({ now, event, found }: Happening<EventOf<'RunHalted' | 'RunRetried'>>): void {
  const { status, halt } = now.run;
  const wasPaused = event.type === 'RunHalted' ? status === 'paused' : halt?.paused === true;
  if ((event.paused === true) !== wasPaused) found.add('R1', `${event.type} forgets that a person had paused the run, or invents it`);
}

/** What a person asked for begins when it can: the grow keeps who it was, or the unit does. */
function isOwed({ event, before, now }: Happening): boolean {
  if (event.type === 'UnitReopened' && event.person !== '' && before.units.get(event.unit)?.askedBy === event.person) return true;
  if ((event.type !== 'UnitReopened' && event.type !== 'Granted') || event.person === '') return false;
  return now.visits.get(now.run.growing ?? '')?.grow?.person === event.person;
}

export function isByPerson(command: Command): boolean {
  return 'person' in command && command.person !== '';
}

function answered({ now, event, command, found }: Happening<EventOf<'QuestionAnswered'>>): void {
  const question = now.questions.get(event.question);
  if (question?.status !== 'open') return found.add('L6', `${event.question} is answered, and is ${question?.status ?? 'not there'}`);
  if (event.shows !== question.shows) found.add('E6', `${event.question} is answered for ${event.shows}, and shows ${question.shows}`);
  if (!question.words.includes(event.word)) found.add('R2', `${event.question} is answered ${event.word}, which it does not take`);
  const said = command.type === 'answer' && command.word === event.word && command.person === event.person && command.question === event.question;
  if (!said) found.add('E5', `${event.question} is answered, and nobody said ${event.word}`);
  const may = mayDo(now, event.person, question.kind === 'publish' ? 'publish' : 'answer');
  if (!may) found.add('R2', `${event.person} answers ${event.question}, and may not`);
}

function mayDo(now: State, person: string, act: 'answer' | 'publish'): boolean {
  const people = now.plan?.ir.people ?? [];
  return person !== '' && (people.length === 0 || people.some((one) => one.name === person && one.may.includes(act)));
}

/** R2: the intent follows an approval of exactly this commit, which is the tip. */
function intended({ now, event, events, found }: Happening<EventOf<'PublishIntended'>>): void {
  const approval = events.find((other: Event) => other.type === 'QuestionAnswered');
  const right = approval?.type === 'QuestionAnswered' && approval.word === 'approved' && approval.shows === event.commit;
  if (!right) found.add('R2', `${event.commit} is to be published, and nobody approved it`);
  if (event.commit !== now.landing.tip) found.add('R2', `${event.commit} is to be published, and the tip is ${now.landing.tip}`);
}

function published({ now, event, command, found }: Happening<EventOf<'Published'>>): void {
  const { intent } = now.visits.get(event.publication) ?? { intent: null };
  const said = command.type === 'report' && command.result.type === 'published' && command.result.ok ? command.result.commit : null;
  if (event.commit !== intent || event.commit !== said) found.add('R2', `${event.commit} was published, and ${intent ?? 'nothing'} was approved`);
}
