/**
 * The facts that make an order's visit end as it is to: the driver says them, the brain judges
 * them. A refused patch is one outside what may be written; a split is a panel that disagrees; a
 * `limit` is the same failure once too often (R7).
 */

import { must } from '../../kernel/assert.ts';
import { placeOf, type Place } from '../../kernel/decide/look.ts';
import type { ReportResult } from '../../kernel/facts.ts';
import type { MeasureStep, Step } from '../../kernel/ir.ts';
import type { Order } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import type { Script } from '../../ports/stand-in.ts';
import { example, freshTasks } from './example-tasks.ts';
import { type Intent, type Rehearsing, well } from './place.ts';
import { panelWords } from './possible-words.ts';
import { repeatable } from './repeatable.ts';

export interface Performing {
  readonly order: Order;
  /** Of the visits that it brings to an end: its own, or those that wait for the landing. */
  readonly intents: readonly Intent[];
}

export function performOrder(state: State, { order, intents }: Performing, rehearsing: Rehearsing): ReportResult {
  if (order.visit === null) return landing(state, { order, intents }, rehearsing);
  const intent = intents[0] ?? well;
  const place = placeOf({ state, plan: must(state.plan, 'the plan') }, order.visit);
  const { word } = intent;
  if (rehearsing.stops === true && isContinued(place.step, order)) return stopped(state, { order, place, intent }, rehearsing);
  if (order.faults < (intent.faults ?? 0)) return { type: 'fault', text: intent.text ?? 'the machinery failed' };
  if (word === 'timeout' || (word === 'budget' && !isOwn(place.step, word))) return { type: word };
  if (word === 'fault') return { type: 'fault', text: intent.text ?? 'the machinery failed' };
  switch (order.kind) {
    case 'measure': return measured(state, { order, place, intent }, rehearsing);
    case 'publish': return rehearsing.standIn(state, order.id, { word });
    case 'poll': return rehearsing.standIn(state, order.id, pollScript(intent, order));
    default: {
      const result = rehearsing.standIn(state, order.id, scriptFor(state, { order, place, intent }, rehearsing));
      return withFollowUps(withFailure(result), place.step, intent);
    }
  }
}

const isContinued = (step: Step, { again }: Order): boolean => step.kind === 'agent' && again < (step.continues ?? 0);

function stopped(state: State, { order, intent }: Doing, { standIn }: Rehearsing): ReportResult {
  if (intent.isKept !== true) return { type: 'stopped' };
  const wrote = standIn(state, order.id, { version: `${order.id}@${order.epoch}`, found: 'tip' });
  return { type: 'stopped', ...(wrote.type === 'ended' && wrote.patch !== undefined ? { patch: wrote.patch } : {}) };
}

/** A prefix is red while the unit that is to be red is in it. */
function landing(state: State, { order, intents }: Performing, { standIn }: Rehearsing): ReportResult {
  const red = intents.find(({ word }) => word === (order.kind === 'base' ? 'base-red' : 'red'));
  if (red === undefined) return standIn(state, order.id, { word: 'green' });
  return standIn(state, order.id, { word: 'red', text: red.text ?? `red on the tip, ${order.id}` });
}

interface Doing {
  readonly order: Order;
  readonly place: Place;
  readonly intent: Intent;
}

function scriptFor(state: State, doing: Doing, rehearsing: Rehearsing): Script {
  const { order, place, intent } = doing;
  const { step, visit } = place;
  const word = wordFor(doing);
  const repeated = intent.word === 'limit' ? repeatable(state, place) : null;
  const reason = rehearsing.failures === 'same' ? `a rehearsed ${intent.word} (${step.name}) as before` : `a rehearsed ${intent.word} (${visit.id})`;
  const text = intent.text ?? repeated ?? (isGood(intent) ? undefined : reason);
  return {
    version: `${order.id}@${order.epoch}`, found: intent.isStale === true ? 'other' : 'tip',
    ...(word === '' ? {} : { word }),
    ...(text === undefined ? {} : { text }),
    ...tasksFor(state, doing, rehearsing),
    ...(intent.word === 'refused' && writes(step) ? { paths: [outside] } : {}),
  };
}

/** No path that the brain takes from anybody: it leads out of the repository. */
const outside = '../outside';

const isGood = ({ word }: Intent): boolean => word === '' || word === 'ok' || word === 'green';

/** The word that this order ends with. Members of a panel may each have their own. */
function wordFor({ order, place, intent }: Doing): string {
  const { step } = place;
  const { word } = intent;
  // What became of the follow-ups ends it so; its own word was good.
  if (intent.followUps?.waits === true && (word === 'fail' || word === 'conflict')) return '';
  if (word === 'limit') return step.kind === 'gate' ? 'red' : 'fail';
  if (word === 'refused' && !isOwn(step, word)) return step.kind === 'agent' ? panelWords(step)[0] ?? '' : '';
  if (step.kind !== 'agent' || step.panel !== true) return word === 'conflict' ? '' : word;
  const said = intent.members?.[memberOf(order)];
  if (said !== undefined) return said;
  const isFirst = order.id.endsWith('[1]');
  const [one = 'ok', other = 'ok'] = panelWords(step);
  if (word === 'split') return isFirst ? one : other;
  return word === 'fail' && !isFirst ? one : word;
}

/** An order of a panel is numbered by its member, from 1. */
const memberOf = ({ id }: Order): number => Number(id.slice(id.lastIndexOf('[') + 1, -1)) - 1;

function tasksFor(state: State, { place, intent }: Doing, { tasks }: Rehearsing): Pick<Script, 'tasks'> {
  const { step } = place;
  if (step.kind !== 'agent' || step.returns !== 'tasks') return {};
  if (intent.word === 'refused' && intent.tasks === undefined) return { tasks: [] };
  return { tasks: freshTasks(state, intent.tasks ?? tasks) };
}

const isOwn = (step: Step, word: string): boolean => 'outcomes' in step && step.outcomes?.includes(word) === true;

const writes = (step: Step): boolean => (step.kind === 'agent' || step.kind === 'run') && step.writes !== undefined;

/** The same words again are the same failure (R7). */
function withFailure(result: ReportResult): ReportResult {
  if (result.type !== 'ended' || result.text === undefined) return result;
  const failed = result.word === 'fail' || result.word === 'dispute' || result.word === 'give-up';
  return failed ? { ...result, failure: { signature: result.text, text: result.text } } : result;
}

/** Data is refused with what came along: only a writing step of a task files follow-ups (T5). */
function withFollowUps(result: ReportResult, step: Step, { word, followUps }: Intent): ReportResult {
  if (followUps !== undefined && result.type === 'ended') {
    return { ...result, followUps: followUps.tasks, ...(followUps.waits ? { waits: true } : {}) };
  }
  const isData = step.kind === 'agent' && step.returns === 'data' && !writes(step);
  if (word !== 'refused' || !isData || result.type !== 'ended') return result;
  return { ...result, followUps: [example('beside', 'code', { writes: [outside] })] };
}

function pollScript({ word, text, pending = 0 }: Intent, { again }: Order): Script {
  const said = text === undefined ? {} : { text };
  if (word === 'limit' || again < pending) return { word: 'pending' };
  return word === '' ? {} : { word, ...said };
}

function measured(state: State, { order, place, intent }: Doing, { standIn, failures }: Rehearsing): ReportResult {
  const { step, visit } = place;
  if (step.kind !== 'measure') return { type: 'fault', text: 'nothing is measured here' };
  const word = intent.word === 'limit' ? 'fail' : intent.word;
  return standIn(state, order.id, { word, text: String(valueFor(step, intent, failures === 'same' ? 1 : visit.attempt)) });
}

/** On the wished side of the target; each time another number, or the same. */
function valueFor(step: MeasureStep, { word, text }: Intent, step1: number): number {
  const said = Number(text ?? Number.NaN);
  if (Number.isFinite(said)) return said;
  const target = step.target ?? 0;
  if (step.target === undefined || word === '' || word === 'reached') return target;
  return step.better === 'higher' ? target - step1 : target + step1;
}
