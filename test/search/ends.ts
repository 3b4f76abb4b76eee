/** The ways in which orders may end that worlds are put together from. */

import { standIn, type Script } from '../../src/hands/stand-in.ts';
import type { OrderSheet } from '../../src/kernel/describe-order.ts';
import type { Change, EndedFact, ReportResult } from '../../src/kernel/facts.ts';
import type { State } from '../../src/kernel/state.ts';
import type { End } from './world.ts';

/** An order ends as a script says; each attempt's patch is another one. */
export function scripted(sheet: OrderSheet, state: State, script: Script = {}): ReportResult {
  const visit = state.visits.get(sheet.order.visit ?? '');
  return standIn(state, sheet.order.id, { version: `v${visit?.attempt ?? 0}`, ...script });
}

export const good = (sheet: OrderSheet, state: State, script: Script = {}): End => ({
  label: script.word ?? 'well', result: scripted(sheet, state, script),
});

/** Ends with a word; what is said is new at each attempt, unless it is to be the same again. */
export function word(sheet: OrderSheet, state: State, said: { word: string; same?: boolean }): End {
  const visit = state.visits.get(sheet.order.visit ?? '');
  const text = said.same === true ? said.word : `${said.word} ${visit?.attempt ?? 0}`;
  const result = scripted(sheet, state, { word: said.word, text });
  const told = result.type === 'ended' ? { ...result, failure: { signature: text, text } } : result;
  return { label: `${said.word}${said.same === true ? ' as before' : ''}`, result: told };
}

export const infrastructure: End = { label: 'a fault', result: { type: 'fault', text: 'broken' }, isFault: true };
export const givenBack: End = { label: 'given back', result: { type: 'given-back', text: 'stopped' }, isFault: true };
export const timeout: End = { label: 'out of time', result: { type: 'timeout' } };
export const budget: End = { label: 'out of allowance', result: { type: 'budget' } };
export const stopped: End = { label: 'stopped early', result: { type: 'stopped' } };

/** It stops early, and what its program keeps of the session is there to go on with. */
export const stoppedInSession = (sheet: OrderSheet): End => ({
  label: 'stopped early, its session kept', result: { type: 'stopped', session: `of ${sheet.order.id}` }, isFault: true,
});

/** Nothing of what it left can be taken as a patch, whatever it says. */
export function untaken(result: ReportResult): End {
  const told = result.type === 'ended' ? { type: result.type, word: result.word, untaken: ['out: leads out'] } : result;
  return { label: 'what cannot be taken', result: told, isFault: true };
}

/** The provider limits the rate for a second. */
export const rateLimit = (state: State): End => ({
  label: 'a rate limit', result: { type: 'rate-limit', until: state.run.clock + 1_000 }, isFault: true,
});

/** A gate that stays green with a failing control in the candidate. */
export function toothless(result: ReportResult): End {
  const gates = result.type === 'gates' ? { ...result, gates: result.gates.map((gate) => ({ ...gate, control: 'green' as const })) } : result;
  return { label: 'green, whatever the code is', result: gates };
}

/** Gates that ran on something else than was asked about. */
export function elsewhere(result: ReportResult): End {
  const gates = result.type === 'gates' ? { ...result, base: 'elsewhere' } : result;
  return { label: 'gates on another base', result: gates, isFault: true };
}

/** Gates that ran in another sandbox than was demanded. */
export function unboxed(result: ReportResult): End {
  const isJudging = result.type === 'gates' || result.type === 'measured';
  return { label: 'gates outside the box', result: isJudging ? { ...result, sandbox: 'host' } : result, isFault: true };
}

/** Every unit of a prefix lands as the commit that it was to be built on. */
export function unmoved(result: ReportResult): End {
  const gates = result.type === 'gates' ? { ...result, commits: (result.commits ?? []).map(() => result.base) } : result;
  return { label: 'green, and no new commit', result: gates, isFault: true };
}

/** A patch of the paths that are named, whatever may be written. */
export function patchOf(sheet: OrderSheet, paths: readonly string[], more: Partial<EndedFact> = {}): EndedFact {
  const changes: Change[] = paths.map((path) => ({ path, from: null, to: `100644:${path}` }));
  const patch = `patch(${sheet.base} ${paths.join(' ')})`;
  return { type: 'ended', word: 'ok', patch: { patch, candidate: `tree(${patch})`, changes }, ...more };
}
