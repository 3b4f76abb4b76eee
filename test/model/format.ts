/** A wire format as the scripted model speaks it: what a request asks, and what an answer looks like. */

import type { Turn } from './script.ts';
import type { Usage } from './usage.ts';

export type FormatName = 'messages' | 'responses' | 'chat' | 'gemini';

export interface Format {
  readonly name: FormatName;
  /** Whether a path asks for an answer in this format. */
  readonly isAsked: (path: string) => boolean;
  readonly read: (body: Body, path: string) => Asked;
  /** An answer whole. */
  readonly whole: (answer: Answer) => unknown;
  /** The same as events of a stream, each as it is sent. */
  readonly events: (answer: Answer) => readonly string[];
  readonly error: (status: number, fault: { readonly message: string; readonly code: string | null }) => unknown;
  /** Usage as far as the format can say it; the rest counts as plain input. */
  readonly usage: (usage: Usage) => Usage;
}

/** A parsed body: only objects, as every format has them. */
export type Body = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly model: string;
  readonly streams: boolean;
  readonly tools: readonly OfferedTool[];
  /** How many results of tools the conversation holds: the number of the turn. */
  readonly results: number;
  /** Whether a stream is to end with its usage. */
  readonly wantsUsage: boolean;
}

export interface OfferedTool {
  readonly name: string;
  /** In which it is called; `null`: none. */
  readonly namespace: string | null;
  /** `custom`: it takes text, not an object. */
  readonly takes: 'object' | 'text';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

export interface ToolCall {
  readonly name: string;
  readonly namespace: string | null;
  /** Text for a tool that takes text. */
  readonly input: Readonly<Record<string, unknown>> | string;
}

export interface Answer {
  readonly model: string;
  readonly turn: Turn;
  readonly call: ToolCall | null;
  readonly usage: Usage;
  readonly wantsUsage: boolean;
  /** Numbers the things of an answer: no two are alike. */
  readonly id: (prefix: string) => string;
}

export function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

export function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(bodyOf) : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A tool by its name and the JSON schema of what it takes. */
export function toolOf(name: unknown, schema: unknown, more: Partial<OfferedTool> = {}): OfferedTool {
  const { properties, required } = bodyOf(schema);
  const names = Array.isArray(required) ? required.filter((one) => typeof one === 'string') : [];
  return { name: textOf(name), namespace: null, takes: 'object', properties: bodyOf(properties), required: names, ...more };
}

export function serverEvent(data: unknown, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}
