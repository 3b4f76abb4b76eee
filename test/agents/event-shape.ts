/** What is the same in two transcripts of one end: kinds of events in their order, without what differs from call to call. */

import { bodyOf } from '../model/format.ts';
import type { Event } from './agent-profiles.ts';

const fields = [
  'type', 'subtype', 'role', 'is_error', 'terminal_reason', 'api_error_status', 'status', 'error_status', 'stopReason', 'reason', 'severity', 'finalError', 'success', 'exit_code',
  'method', 'sessionUpdate', 'code',
];
const inner = ['item', 'part', 'message', 'error', 'assistantMessageEvent', 'result', 'params', 'update'];
const deepest = 3;
/** Told when something has changed, or when there is time for it. */
const byChance = ['available_commands_update', 'usage_update', 'session_info_update', 'config_option_update'];

/** Each line of what a program printed; what is no object is not a word of it. */
export function eventsIn(stdout: string): readonly Event[] {
  return stdout.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [bodyOf(value)] : [];
    } catch {
      return [];
    }
  });
}

/** Events of a kind that follow each other are one: how many there are is chance. */
export function shapeOf(events: readonly Event[]): readonly string[] {
  const kinds = events.map((event) => kindOf(event, deepest)).filter((kind) => !byChance.some((word) => kind.includes(word)));
  return kinds.filter((kind, at) => kind !== kinds[at - 1]);
}

function kindOf(event: Event, depth: number): string {
  if (depth === 0) return '';
  const within = inner.filter((name) => typeof event[name] === 'object' && event[name] !== null);
  return [wordsOf(event), ...within.map((name) => `${name}(${kindOf(bodyOf(event[name]), depth - 1)})`)].filter((part) => part !== '').join(' ');
}

function wordsOf(object: Event): string {
  return fields.flatMap((name) => (['string', 'boolean', 'number'].includes(typeof object[name]) ? [`${name}=${String(object[name])}`] : [])).join(' ');
}
