/** A person's command to a run: recorded, or refused in the brain's own words. */

import type { Event } from '../kernel/event.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { isRefused, type Espalier, type PersonCommand } from '../compose.ts';
import { hasHands } from '../compose/hands-at-work.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { describeEvent, isNews, styleOf } from './print/describe-event.ts';
import { type Line, styled } from './print/line.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Call } from './verb.ts';

type Unspoken<C> = C extends PersonCommand ? Omit<C, 'person'> : never;
/** What is said, without who says it. */
export type Saying = Unspoken<PersonCommand>;

export interface Speaking {
  readonly run: string;
  readonly espalier: Espalier;
  readonly call: Call;
  readonly terminal: Terminal;
}

export async function speak(saying: Saying, speaking: Speaking): Promise<ExitCode> {
  const { run, espalier, call, terminal } = speaking;
  const people = await espalier.look(run, ({ state }) => (state.plan?.ir.people ?? []).map(({ name }) => name));
  const person = personOf(people, call, terminal);
  const answer = await espalier.tell(run, { ...saying, person });
  if (isRefused(answer)) return tellRefusal({ ...answer, person }, speaking);
  if (call.isJson) terminal.json({ run, person, events: answer, isWorkedOn: hasHands(espalier.directory, run) });
  else terminal.print(...linesOf(answer));
  await tellNext(speaking);
  return exitCodes.ok;
}

function tellRefusal({ person, refused, message, rules }: Refusal & { readonly person: string }, { run, call, terminal }: Speaking): ExitCode {
  if (call.isJson) terminal.json({ run, person, refused, message, rules });
  terminal.say([styled('bad', 'Refused: '), `${message}${rules.length === 0 ? '' : ` (${rules.join(', ')})`}`]);
  if (refused === 'not-allowed') terminal.say('Option --as says which of them you are.');
  terminal.say(nextLine(terminal.surroundings.env, ...(refused === 'changed' || refused === 'answered' ? ['inbox', run] : ['show', run])));
  return exitCodes.failed;
}

function linesOf(events: readonly Event[]): readonly Line[] {
  if (events.length === 0) return ['It was said before, in the same words: nothing has changed.'];
  return events.filter((event, at) => at === 0 || isNews(event)).map((event): Line => {
    const style = styleOf(event);
    return [style === null ? describeEvent(event) : styled(style, describeEvent(event))];
  });
}

/** What was said changes nothing more by itself where no hand is there to go on. */
async function tellNext({ run, espalier, terminal }: Speaking): Promise<void> {
  const { status, isRehearsal } = await espalier.look(run, ({ state }) => ({ status: state.run.status, isRehearsal: state.run.base === 'rehearsal' }));
  const isLeft = status === 'running' && !isRehearsal && !hasHands(espalier.directory, run);
  if (isLeft) terminal.say('No process works on this run: what follows waits for one.');
  terminal.say(nextLine(terminal.surroundings.env, isLeft ? 'work' : status === 'running' && !isRehearsal ? 'watch' : 'show', run));
}

/** Who speaks. This edge knows only the user of the system; where the plan names people, a name may be claimed. */
export function personOf(people: readonly string[], call: Call, terminal: Terminal): string {
  const claimed = call.options.get('as');
  if (claimed !== undefined) {
    if (people.length === 0) throw new UsageError('The plan of this run names no people, so that --as says nothing: leave it out.');
    return claimed;
  }
  const user = terminal.surroundings.user();
  if (user === null) throw new UsageError('The system knows no name of its user. Where the plan names people, --as says which of them you are.');
  return user;
}
