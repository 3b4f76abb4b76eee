/**
 * Unknown text becomes a plan, or a list of everything that is wrong with it.
 *
 * First the size, then the JSON, then the shape (no unknown key), and only a plan of the right
 * shape is checked for what it means.
 */
import { checkIr } from '../kernel/check-ir.ts';
import type { Ir } from '../kernel/ir.ts';
import { irSchema, maxIrLength } from './ir-schema.ts';

export interface IrParseFault {
  /** Where: `workflows/0/steps/2/max`, or in words as the checker says it. Empty: the text as a whole. */
  readonly path: string;
  readonly message: string;
}

export type ParsedIr =
  | { readonly ok: true; readonly ir: Ir }
  | { readonly ok: false; readonly faults: readonly IrParseFault[] };

export function parseIr(text: string): ParsedIr {
  if (text.length > maxIrLength) {
    return refused(`the plan has ${text.length} characters, more than ${maxIrLength}`);
  }
  const json = readJson(text);
  if (!json.ok) return refused(json.reason);
  const parsed = irSchema.safeParse(json.value);
  if (!parsed.success) {
    const { issues } = parsed.error;
    return { ok: false, faults: issues.map(({ path, message }) => ({ path: path.map(String).join('/'), message })) };
  }
  const faults = checkIr(parsed.data).map(({ where, found, instead, rule }) => ({
    path: where,
    message: `${found} → ${instead}${rule === undefined ? '' : ` (${rule})`}`,
  }));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, ir: parsed.data };
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

function readJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // The only two: not JSON, or nested deeper than the stack.
    const reason = error instanceof Error ? error.message : 'unreadable';
    return { ok: false, reason: `the plan is not JSON: ${reason}` };
  }
}

function refused(message: string): ParsedIr {
  return { ok: false, faults: [{ path: '', message }] };
}
