/** The run, its people and its money in words. */

import type { PeopleEvent, RunEvent } from '../../kernel/event.ts';
import { dollars, moment, short, tokens } from './amounts.ts';
import { because, nameOf, type Tellers } from './told.ts';

export const runTellers: Tellers<RunEvent> = {
  RunStarted: ({ run, ir, base, inputs }) =>
    because(`run ${run} started: workflow ${ir.root} on base ${short(base)}`, ...inputs.map(([name, value]) => `${name}: ${value}`)),
  HostStarted: ({ graceUntil }) => `a host started; no lease lapses before ${moment(graceUntil)}`,
  KernelUpgraded: ({ from, to }) => `the brain was upgraded from ${from} to ${to}`,
  RunPaused: ({ person }) => `${person} paused the run`,
  RunResumed: ({ person }) => `${person} resumed the run`,
  RunHalted: ({ reason, culprits, ways }) => because(
    'the run halted', reason,
    culprits.length === 0 ? null : `culprits: ${culprits.map(nameOf).join(', ')}`,
    `ways on: ${ways.join('; ')}`,
  ),
  RunAborted: ({ person }) => `${person} aborted the run`,
  RunCompleted: () => 'the run is complete',
  RunRetried: ({ person, text }) => because(`${person} retried the run`, text),
  BudgetRaised: ({ person, usdMicros, tokens: count, deadlineAt }) =>
    `${person} raised the budget to ${amounts({ usdMicros, tokens: count })}${deadlineAt === null ? '' : `, until ${moment(deadlineAt)}`}`,
  CeilingSet({ leases, usdMicros, tokens: count, inbox = null }) {
    const counts = [
      ...(leases === null ? [] : [`${leases} leases`]),
      ...(inbox === null ? [] : [`${inbox} decisions that wait`]),
    ];
    return `the ceiling from outside is ${[...counts, amounts({ usdMicros, tokens: count })].join(', ')}`;
  },
};

export const peopleTellers: Tellers<PeopleEvent> = {
  QuestionAsked: ({ question, visit, words, shows, timeoutAt }) =>
    `${nameOf(visit)} asks a person: ${words.join(' or ')}? (${question}, shown ${short(shows)})${timeoutAt === null ? '' : `, until ${moment(timeoutAt)}`}`,
  QuestionChanged: ({ question, shows }) => `${question} shows ${short(shows)} now: earlier answers are void`,
  QuestionAnswered: ({ question, shows, word, text, person }) =>
    because(`${person} answered ${question} with ${word}, shown ${short(shows)}`, text),
  QuestionVoided: ({ question, why }) => because(`${question} is void`, why),
  Said: ({ question, person, text }) => because(`${person} said in ${question}`, text),
  Spoken: ({ order, person, guidance }) => because(`${person} said to the leaf at ${nameOf(order)}`, guidance.text),
  TurnTaken: ({ question, text }) => because(`the agent said in ${question}`, text),
  PublishIntended: ({ remote, branch, commit }) => `${short(commit)} is to be published on ${remote}, ${branch}`,
  Published: ({ remote, branch, commit }) => `${short(commit)} was published on ${remote}, ${branch}`,
  PublicationClosed: ({ publication, person }) => `${person} closed the publication ${nameOf(publication)}`,
};

function amounts(most: { readonly usdMicros: number | null; readonly tokens: number | null }): string {
  const parts = [
    most.usdMicros === null ? 'money without limit' : dollars(most.usdMicros),
    most.tokens === null ? 'tokens without limit' : tokens(most.tokens),
  ];
  return parts.join(', ');
}
