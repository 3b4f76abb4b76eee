/** Events of the run, its frames, lines and leases, and of people, as lines. */

import type { FrameEvent, LeaseEvent, LineEvent, PeopleEvent, RunEvent } from '../../kernel/event.ts';
import type { Printers } from './print-event.ts';
import {
  flat, quoted, short, showChanges, showEvidence, showGuidance, showList, showOrder, when,
} from './print-values.ts';
import { showAmount, showDollars, showTime } from './quantities.ts';

const runPrinters: Printers<RunEvent> = {
  RunStarted: ({ ir, base, deadlineAt }) =>
    `${ir.root} on ${base}${when(deadlineAt !== null, `, until ${showTime(deadlineAt ?? 0)}`)}`,
  HostStarted: ({ graceUntil }) => `nothing lapses before ${showTime(graceUntil)}`,
  KernelUpgraded: ({ from, to }) => `${from} -> ${to}`,
  RunPaused: ({ person }) => `by ${person}`,
  RunResumed: ({ person }) => `by ${person}`,
  RunHalted: ({ reason, culprits, ways }) =>
    `${quoted(reason)} culprits: ${flat(culprits.join('; '))}; ways: ${ways.join('; ')}`,
  RunAborted: ({ person }) => `by ${person}`,
  RunCompleted: () => '',
  RunRetried: ({ person, text }) => `by ${person} ${quoted(text)}`,
  BudgetRaised: ({ person, usdMicros, tokens, deadlineAt }) => `by ${person} to ${showList([
    ...(usdMicros === null ? [] : [showDollars(usdMicros)]), ...(tokens === null ? [] : [`${tokens}t`]),
    ...(deadlineAt === null ? [] : [showTime(deadlineAt)]),
  ])}`,
  CeilingSet: ({ leases, usdMicros, tokens, inbox = null }) => showList([
    ...(inbox === null ? [] : [`inbox ${inbox}`]),
    ...(leases === null ? [] : [`leases ${leases}`]), ...(usdMicros === null ? [] : [showDollars(usdMicros)]),
    ...(tokens === null ? [] : [`${tokens}t`]),
  ]),
};

const framePrinters: Printers<FrameEvent> = {
  FrameOpened({ frame, workflow, line, opens }) {
    if (opens === null) return `${frame} runs ${workflow} on the line of ${line}`;
    const forked = when(opens.from !== null, `, forked from ${opens.from}`);
    const knows = when(opens.learns !== null, `, knows what ${opens.learns} learnt`);
    return `${frame} runs ${workflow} on ${opens.base}${forked}${knows}`;
  },
  FrameEnded: ({ frame, word }) => `${frame} ${word}`,
  // The run halts with its root frame, and says the rest.
  FrameHalted: ({ frame, step, reason, ways }) =>
    (frame === '@' ? `${frame} at ${step}` : `${frame} at ${step} ${quoted(reason)}; ways: ${ways.join('; ')}`),
  FrameClosed: ({ frame, why }) => `${frame} ${quoted(why)}`,
  FrameReopened: ({ frame, parent }) => `${frame}${when(parent !== undefined, ` in ${parent ?? ''}`)}`,
  VisitOpened({ visit, attempt, cause, orders, timerAt }) {
    const others = orders.length === 1 && orders[0]?.order === visit && orders[0].agent === null
      ? '' : orders.map((order) => ` order ${showOrder(order)}`).join('');
    const counted = cause === 'attempt' ? `attempt ${attempt}` : `by ${cause}, which is no attempt`;
    return `${visit} ${counted}${others}${timerAt === null ? '' : ` due ${showTime(timerAt)}`}`;
  },
  VisitEnded: ({ visit, outcome, to, guidance, said }) =>
    `${visit} ${outcome} -> ${to}${showGuidance(guidance)}${said === undefined || said === guidance?.text ? '' : ` says ${quoted(said)}`}`,
  StepLimited: ({ frame, step, why, to }) => `${frame} ${step} -> ${to} ${quoted(why)}`,
  Replied: ({ order, agent, word, text }) => `${order} ${agent}: ${word}${text === '' ? '' : ` ${quoted(text)}`}`,
  ExplorePicked: ({ visit, frame }) => `${visit} ${frame}`,
  TimerFired: ({ timer }) => timer,
};

const linePrinters: Printers<LineEvent> = {
  PatchTaken: ({ line, patch, changes, authors }) =>
    `${line} ${patch} by ${showList(authors)}: ${showChanges(changes)}`,
  PatchRefused: ({ line, patch, why }) => `${line} ${patch} ${quoted(why.join('; '))}`,
  PatchQuarantined: ({ line, patch }) => `${line} ${patch}`,
  LineRebased: ({ line, base, keeps, counts }) =>
    `${line} on ${base}, ${keeps ? 'with' : 'without'} its patch${when(counts !== 'attempt', `, counts as ${counts}`)}`,
  EvidenceTaken: ({ line, candidate, evidence }) => `${line} ${candidate}: ${showEvidence(evidence)}`,
  Measured: ({ line, value, sandbox, against }) =>
    `${line} ${value}${when(against !== undefined, ` against ${against?.base ?? 0}, noise ${Number((against?.noise ?? 0).toPrecision(6))}`)}${when(sandbox !== undefined, ` in ${sandbox ?? ''}`)}`,
  SessionKept: ({ line, workflow, step, member, session }) => `${line} ${short(session)} of ${member} in ${workflow}/${step}`,
  ApprovalGiven: ({ line, approval }) => `${line} ${approval.patch} in ${approval.step} by ${showList(approval.by)}`,
  Granted: ({ line, person, guidance }) => `${line} by ${person}${showGuidance(guidance)}`,
};

const leasePrinters: Printers<LeaseEvent> = {
  LeaseGranted({ order, epoch, hand, deadline, lastDeadline, allowance }) {
    const money = allowance.usdMicros === 0 && allowance.tokens === 0 ? '' : ` for ${showAmount(allowance)}`;
    return `${order}#${epoch} to ${hand} until ${showTime(deadline)}, at most ${showTime(lastDeadline)}${money}`;
  },
  LeaseRenewed: ({ order, epoch, deadline }) => `${order}#${epoch} until ${showTime(deadline)}`,
  LeaseEnded: ({ order, epoch, how, again, note, kept }) =>
    `${order}#${epoch} ${how}${when(again !== null, `, again ${showTime(again ?? 0)}`)}${when(kept === true && how === 'spoken-to', ', its work kept')}${when(note !== undefined, ` ${quoted(note ?? '')}`)}`,
  OrderParked: ({ order, until }) => `${order}${until === undefined ? '' : `, for bills until ${showTime(until)}`}`,
  OrderDropped: ({ order, why }) => `${order} ${quoted(why)}`,
  WorkKept: ({ order, epoch, kept }) => `${order}#${epoch} ${kept.map(({ what }) => what).join(', ')}`,
  ReportStale: ({ order, epoch, hand }) => `${order}#${epoch} of ${hand}`,
  BillSettled: ({ order, epoch, cost }) => `${order}#${epoch} ${showAmount(cost)}`,
};

const peoplePrinters: Printers<PeopleEvent> = {
  QuestionAsked({ question, kind, words, shows, timeoutAt }) {
    const until = when(timeoutAt !== null, `, until ${showTime(timeoutAt ?? 0)}`);
    return `${question} ${kind} shows ${short(shows)}: ${showList(words)}${until}`;
  },
  QuestionChanged: ({ question, shows }) => `${question} shows ${short(shows)}`,
  QuestionAnswered: ({ question, shows, word, text, person }) =>
    `${question} ${word} by ${person}, shown ${short(shows)}${text === '' ? '' : ` ${quoted(text)}`}`,
  QuestionVoided: ({ question, why }) => `${question} ${quoted(why)}`,
  Said: ({ question, person, text, ...order }) => `${question} ${person}: ${quoted(text)}; order ${showOrder(order)}`,
  Spoken: ({ order, epoch, person, guidance }) => `${order}#${epoch} ${person}: ${quoted(guidance.text)}`,
  TurnTaken: ({ question, text }) => `${question} ${quoted(text)}`,
  PublishIntended: ({ remote, branch, expects, commit, order }) =>
    `${commit} to ${remote} ${branch}, expecting ${expects ?? 'nothing'} there; order ${order}`,
  Published: ({ publication, remote, branch, commit }) => `${publication} ${commit} to ${remote} ${branch}`,
  PublicationClosed: ({ publication, person }) => `${publication} by ${person}`,
};

export const workPrinters: Printers<RunEvent | FrameEvent | LineEvent | LeaseEvent | PeopleEvent> = {
  ...runPrinters, ...framePrinters, ...linePrinters, ...leasePrinters, ...peoplePrinters,
};
