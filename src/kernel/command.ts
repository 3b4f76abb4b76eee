/**
 * What may be said to the brain. Time, ids and cross-run facts are inputs (R5). Who may say what
 * is settled at the edge that received it; `person` is somebody whom that edge has identified,
 * and no channel that an agent can reach carries a command with one (R2).
 */

import type { Amount, Ir } from './ir.ts';
import type { Kept, ReportResult, Usage } from './facts.ts';

type Of<T extends string, Body> = { readonly type: T; readonly id: string; readonly at: number } & Body;
type ByPerson<Body = object> = { readonly person: string } & Body;

export type Command =
  | Of<'start', {
      readonly run: string; readonly kernel: string; readonly ir: Ir; readonly base: string;
      readonly inputs: readonly (readonly [string, string])[]; readonly files: readonly (readonly [string, string])[];
    }>
  | Of<'host-started', object>
  | Of<'upgrade', { readonly to: string }>
  | Of<'tick', object>
  | Of<'ceiling', {
      readonly leases: number | null; readonly usdMicros: number | null; readonly tokens: number | null; readonly inbox?: number | null;
    }>
  | Of<'ref', { readonly commit: string }>
  // hands and the gateway
  | Of<'lease', { readonly hand: string; readonly sequence: number }>
  | Of<'heartbeat', { readonly hand: string; readonly order: string; readonly epoch: number }>
  | Of<'report', { readonly hand: string; readonly order: string; readonly epoch: number; readonly result: ReportResult; readonly kept?: readonly Kept[] }>
  | Of<'settle', { readonly order: string; readonly epoch: number; readonly cost: Amount; readonly usage?: Usage }>
  // people
  | Of<'answer', ByPerson<{ readonly question: string; readonly shows: string; readonly word: string; readonly text: string }>>
  | Of<'say', ByPerson<{ readonly question: string; readonly text: string }>>
  /** To the leaf that is at work on an order. */
  | Of<'speak', ByPerson<{ readonly order: string; readonly text: string }>>
  | Of<'pause', ByPerson>
  | Of<'resume', ByPerson>
  | Of<'abort', ByPerson>
  | Of<'retry', ByPerson<{ readonly text: string; readonly task: string | null }>>
  | Of<'edit', ByPerson<{ readonly task: string; readonly spec: string }>>
  | Of<'grant', ByPerson<{ readonly task: string | null; readonly text: string }>>
  | Of<'drop', ByPerson<{ readonly task: string; readonly text: string }>>
  | Of<'revert', ByPerson<{ readonly unit: string }>>
  | Of<'raise', ByPerson<{ readonly usdMicros: number; readonly tokens: number; readonly timeMs: number }>>
  | Of<'close', ByPerson<{ readonly publication: string }>>;

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;
