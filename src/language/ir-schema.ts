/**
 * The schema of a plan as JSON: the shapes of `ir.ts`, with nothing unknown and nothing endless.
 *
 * Shapes and bounds only; what the names and numbers mean together `check-ir` says. That schema
 * and types are the same is checked by the compiler, at `exactly`.
 */
import { z } from 'zod';
import { efforts, taskKinds } from '../kernel/ir.ts';
import type { Ir } from '../kernel/ir.ts';

/** Code units of a plan's JSON. */
export const maxIrLength = 4_000_000;

const maxWorkflows = 1_000;
const maxSteps = 1_000;
const maxEntries = 1_000;

const name = z.string().min(1).max(200);
const line = z.string().max(4_000);
const text = z.string().max(64_000);
const whole = z.int().min(0);
const list = <T extends z.ZodType>(item: T, most = maxEntries): z.ZodReadonly<z.ZodArray<T>> =>
  z.array(item).max(most).readonly();
const maybe = <T extends z.ZodType>(item: T): z.ZodExactOptional<T> => z.exactOptional(item);

const amount = z.strictObject({ usdMicros: whole, tokens: whole });
const taskKind = z.enum(taskKinds);
const effort = z.enum(efforts);
const writes = z.union([z.literal('task.writes'), list(line)]);
const words = list(name, 64);

const leaf = {
  reads: maybe(words), waiver: maybe(name), writes: maybe(writes), writesKind: maybe(taskKind), fresh: maybe(z.boolean()),
};

const argument = z.strictObject({
  input: name,
  value: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('literal'), text }),
    z.strictObject({ from: z.literal('input'), name }),
    z.strictObject({ from: z.literal('step'), step: name, what: z.enum(['text', 'data', 'tasks']) }),
  ]),
});

const step = {
  name,
  wires: list(z.strictObject({ on: name, to: name, as: maybe(name) }), 64),
  max: maybe(whole),
  timeoutMs: maybe(whole),
};

const steps = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'), ...step, ...leaf, command: text, script: maybe(line), sandbox: maybe(name),
    services: maybe(words), outcomes: maybe(words),
  }),
  z.strictObject({
    kind: z.literal('agent'), ...step, ...leaf, agents: list(name, 64), by: maybe(z.enum(['attempt', 'effort'])),
    panel: maybe(z.boolean()), prompt: line, sandbox: maybe(name),
    returns: maybe(z.enum(['tasks', 'data'])), outcomes: maybe(words), approves: maybe(name), otherwise: maybe(name),
    continues: maybe(whole), session: maybe(z.enum(['afresh', 'resume'])),
  }),
  z.strictObject({ kind: z.literal('gate'), ...step, gates: list(name, 64) }),
  z.strictObject({
    kind: z.literal('measure'), ...step, gate: name, better: z.enum(['higher', 'lower']), target: maybe(z.number()), repeat: maybe(whole),
  }),
  z.strictObject({ kind: z.literal('ask'), ...step, question: text, show: maybe(name), approves: maybe(name) }),
  z.strictObject({ kind: z.literal('talk'), ...step, agents: list(name, 64), prompt: line, waiver: maybe(name) }),
  z.strictObject({
    kind: z.literal('grow'), ...step, tasks: name, parallel: whole, repairsBase: maybe(z.boolean()),
    workflows: list(z.strictObject({ kind: taskKind, workflow: name }), 16),
  }),
  z.strictObject({
    kind: z.literal('call'), ...step, workflow: name, arguments: maybe(list(argument, 64)),
    explore: maybe(z.strictObject({ branches: whole, pick: z.enum(['first', 'best']) })),
  }),
  z.strictObject({ kind: z.literal('land'), ...step, approvedBy: list(list(name, 64), 64) }),
  z.strictObject({ kind: z.literal('publish'), ...step, remote: line, branch: line }),
  z.strictObject({
    kind: z.literal('wait'), ...step, afterMs: maybe(whole), sandbox: maybe(name), command: maybe(text), everyMs: maybe(whole),
    outcomes: maybe(words), waiver: maybe(name),
  }),
]);

const workflow = z.strictObject({
  name,
  inputs: list(z.strictObject({
    name, type: z.enum(['text', 'number', 'task', 'tasks']), default: maybe(text),
  }), 64),
  start: name,
  steps: list(steps, maxSteps),
});

const limits = z.strictObject({
  leases: whole, inbox: whole, leaseMs: whole, leaseLifetimeMs: whole, retries: whole, backoffMs: whole,
  backoffMaxMs: whole, rateLimits: whole, conflicts: whole, ejections: whole, visits: whole, repeats: whole,
  followUpDepth: whole, followUps: whole, tasks: whole, batch: whole, probes: whole, turns: whole,
  allowance: amount,
});

const plan = z.strictObject({
  espalier: z.literal(1),
  root: name,
  workflows: list(workflow, maxWorkflows),
  agents: list(z.strictObject({
    name, use: name, model: maybe(line), effort: maybe(effort), allowance: maybe(amount),
    instructions: maybe(list(line, 64)), skills: maybe(list(line, 64)), command: maybe(text),
  })),
  sandboxes: list(z.strictObject({
    name, use: name, image: maybe(line), memoryBytes: maybe(whole), diskBytes: maybe(whole), pids: maybe(whole),
    cpus: maybe(z.number().min(0)), reaches: maybe(words), needs: maybe(words),
  })),
  gates: list(z.strictObject({
    name, command: text, sandbox: maybe(name), role: z.enum(['static', 'tests']), kinds: maybe(list(taskKind, 16)),
    control: maybe(z.boolean()), services: maybe(words), reports: maybe(list(line, 64)),
    writes: maybe(z.literal('discarded')), git: maybe(z.literal('synthetic')), timeoutMs: maybe(whole),
  })),
  landing: list(name),
  paths: z.strictObject({ tests: list(line), protect: list(line), manifests: list(line), docs: list(line), elsewhere: list(line).exactOptional() }),
  budget: z.strictObject({ usdMicros: whole.nullable(), tokens: whole.nullable(), timeMs: whole.nullable() }),
  limits,
  services: maybe(list(z.strictObject({
    name, command: text, ready: maybe(text), port: maybe(whole), sandbox: maybe(name),
  }))),
  sources: maybe(list(z.strictObject({ name, command: text }))),
  hosts: maybe(list(z.strictObject({ name, allow: list(line, 64) }))),
  waivers: maybe(list(z.strictObject({ name, reason: line }))),
  people: list(z.strictObject({ name, may: list(z.enum(['answer', 'publish']), 8) })),
});

/** The same type with every property read-only, so that only names and types are compared. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
/** Identity, not assignability: an optional property more or less counts as well. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Does not compile when the type of what a schema yields and `Ir` differ, in either direction. */
function exactly<S extends z.ZodType>(schema: Same<Frozen<z.infer<S>>, Frozen<Ir>> extends true ? S : never): S {
  return schema;
}

export const irSchema: z.ZodType<Ir> = exactly<typeof plan>(plan);
