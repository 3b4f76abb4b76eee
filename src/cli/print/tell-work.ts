/** Frames, visits, lines and leases in words. */

import type { EventOf, FrameEvent, LeaseEvent, LineEvent } from '../../kernel/event.ts';
import type { Usage } from '../../kernel/facts.ts';
import type { Evidence } from '../../kernel/rows.ts';
import { age, amount, counted, moment, short } from './amounts.ts';
import { because, frameName, lineName, nameOf, type Tellers } from './told.ts';

export const frameTellers: Tellers<FrameEvent> = {
  FrameOpened({ frame, workflow, task, opens }) {
    const what = `${frameName(frame)} opened: workflow ${workflow}${task === null ? '' : `, task ${task}`}`;
    return opens === null ? what : `${what}, on base ${short(opens.base)}`;
  },
  FrameEnded: ({ frame, word }) => `${frameName(frame)} ended ${word}`,
  FrameHalted: ({ frame, step, reason, ways }) =>
    because(`${frameName(frame)} halted at ${step}`, reason, `ways on: ${ways.join('; ')}`),
  FrameClosed: ({ frame, why }) => because(`${frameName(frame)} closed`, why),
  FrameReopened: ({ frame }) => `${frameName(frame)} reopened`,
  VisitOpened: (event) => `${nameOf(event.visit)} opened${whyOpened(event)}${forWhom(event)}`,
  VisitEnded: ({ visit, outcome, to, guidance }) => because(`${nameOf(visit)} ended ${outcome} → ${to}`, guidance?.text),
  StepLimited: ({ frame, step, why, to }) => because(`${inFrame(frame, step)} is not entered again → ${to}`, why),
  Replied: ({ visit, agent, word, text }) => because(`${agent} says ${word} in ${nameOf(visit)}`, text),
  ExplorePicked: ({ visit, frame }) => `${nameOf(visit)} picked ${nameOf(frame)}`,
  TimerFired: ({ timer }) => `the timer of ${timer} fired`,
};

export const lineTellers: Tellers<LineEvent> = {
  PatchTaken: ({ line, changes, authors }) =>
    `${lineName(line)} has a patch of ${counted(changes.length, 'path')} by ${authors.join(', ')}: ${changes.map(({ path }) => path).join(', ')}`,
  PatchRefused: ({ line, why }) => because(`a patch of ${lineName(line)} was refused`, ...why),
  PatchQuarantined: ({ line, patch }) => `a patch of ${lineName(line)} is kept in quarantine: ${short(patch)}`,
  LineRebased: ({ line, base, keeps, counts }) =>
    `${lineName(line)} stands on ${short(base)} now, its patch ${keeps ? 'kept' : 'gone'}${counts === 'attempt' ? '' : `, after one more ${counts}`}`,
  EvidenceTaken: ({ line, evidence }) => `${lineName(line)} has evidence: ${gatesIn(evidence)}`,
  Measured: ({ line, value, against }) =>
    `${lineName(line)} measured ${value}${against === undefined ? '' : `, and ${against.base} on its base; ${Number(against.noise.toPrecision(6))} is noise`}`,
  SessionKept: ({ line, step, member, session }) => `${lineName(line)} keeps the session of ${member} in ${step}: ${short(session)}`,
  ApprovalGiven: ({ line, approval }) =>
    `${lineName(line)} is approved at ${approval.step} by ${approval.by.join(', ')}: ${short(approval.patch)}`,
  Granted: ({ line, person, guidance }) => because(`${person} grants ${lineName(line)} one more of each cap`, guidance?.text),
};

export const leaseTellers: Tellers<LeaseEvent> = {
  LeaseGranted: ({ order, hand, epoch }) => `${hand} leased ${nameOf(order)}${epoch === 1 ? '' : `, epoch ${epoch}`}`,
  LeaseRenewed: ({ order, deadline }) => `the lease of ${nameOf(order)} was renewed to ${moment(deadline)}`,
  LeaseEnded: ({ order, how, again, at, why }) =>
    because(`the lease of ${nameOf(order)} ended: ${how}${again === null ? '' : `; it may be leased again in ${age(again - at)}`}`, why),
  OrderParked: ({ order, until }) =>
    `${nameOf(order)} waits for money${until === undefined ? '' : `: for bills that have not come, until ${moment(until)}`}`,
  OrderDropped: ({ order, why }) => because(`${nameOf(order)} was dropped`, why),
  WorkKept: ({ order, kept }) => `kept of ${nameOf(order)}: ${kept.map(({ what }) => what).join(', ')}`,
  ReportStale: ({ order, epoch, hand }) => `${hand} came too late with ${nameOf(order)}, epoch ${epoch}: it changed nothing`,
  BillSettled: ({ order, epoch, cost, usage }) => `${nameOf(order)}${epoch === 1 ? '' : `, epoch ${epoch}`} cost ${amount(cost)}${usage === undefined ? '' : `: ${usedText(usage)}`}`,
};

function usedText({ requests, input, output, cacheRead, cacheWrite, models, isUnpriced, isEstimated }: Usage): string {
  const cached = cacheRead + cacheWrite === 0 ? '' : `, ${cacheRead} read from a cache and ${cacheWrite} written to it`;
  const of = models.length === 0 ? '' : ` of ${models.join(', ')}`;
  const notes = [...(isEstimated === true ? ['part of it is an estimate'] : []), ...(isUnpriced === true ? ['without a known price: all that was reserved counts'] : [])];
  return [`${requests} ${requests === 1 ? 'request' : 'requests'}${of}, ${input} tokens in and ${output} out${cached}`, ...notes].join('; ');
}

export function gatesIn(evidence: readonly Evidence[]): string {
  return evidence.length === 0 ? 'none' : evidence.map(({ gate, outcome }) => `${gate} ${outcome}`).join(', ');
}

function whyOpened({ cause, attempt }: EventOf<'VisitOpened'>): string {
  if (cause === 'attempt') return attempt === 1 ? '' : `, attempt ${attempt}`;
  return `, after a${cause === 'ejection' ? 'n ejection' : ' conflict'}`;
}

function forWhom({ orders }: EventOf<'VisitOpened'>): string {
  const agents = orders.flatMap(({ agent }) => agent ?? []);
  return agents.length === 0 ? '' : `, for ${agents.join(' and ')}`;
}

function inFrame(frame: string, step: string): string {
  return nameOf(`${frame}/${step}`);
}
