/** One session of a leaf: its agent's program in a box, from what it is asked to what became of it. */

import type { AgentDecl, AgentStep, SandboxDecl, TalkStep } from '../kernel/ir.ts';
import { leafWords } from '../kernel/outcomes.ts';
import type { Agent, AgentOrder, AgentResult } from '../ports/agent.ts';
import { type BoxGateway, orderPath, type BoxWork } from '../ports/boxes.ts';
import type { SandboxOutcome } from '../ports/sandbox.ts';
import { aroundCommand, archiveName, type KeptSession, sessionLeft, sessionReturns } from './agent-session.ts';
import { boxId, type Work } from './hand-parts.ts';
import { asSeen } from './leaf-gateway.ts';
import type { Room } from './in-workspace.ts';
import { landedOnly } from './locked-by.ts';
import { sandboxNamed, wallOf } from './plan-parts.ts';
import { runBox } from './run-box.ts';
import { maskedArchive } from './scrub/masked-archive.ts';
import type { Scrubber } from './scrub/scrubber.ts';
import { environmentOf, type Values } from './values.ts';

export interface Leaf {
  readonly step: AgentStep | TalkStep;
  readonly agent: Agent;
  readonly decl: AgentDecl;
  readonly room: Room;
  readonly values: Values;
  /** Files of its agent's own. */
  readonly brought: ReadonlyMap<string, string>;
  /** `null`: it asks no model. */
  readonly gateway: BoxGateway | null;
}

export interface Asked {
  readonly prompt: string;
  /** What it goes on with. */
  readonly session: KeptSession | null;
  /** Tells the sessions of one order apart. */
  readonly part: string;
  /** What is left of the order's time; `null`: as long as is usual. */
  readonly wallMs: number | null;
}

export interface Went {
  readonly box: BoxWork;
  /** `spoken-to`: it was ended, so that it hears a person. */
  readonly result: AgentResult | { readonly kind: 'timeout' } | { readonly kind: 'spoken-to' };
  /** `null`: it left none that could be kept. */
  readonly session: KeptSession | null;
}

export async function leafSession(work: Work, leaf: Leaf, asked: Asked): Promise<Went> {
  const order = orderOf(work, leaf, asked);
  const call = leaf.agent.call(order);
  const around = aroundCommand(call);
  const given = await leaf.room.place.give(filesOf(leaf, asked, new Map([...call.files, ...around.files])));
  const box: BoxWork = {
    id: boxId(work, asked.part), sandbox: sandboxOfLeaf(work, leaf.step),
    command: around.command, workspace: leaf.room.workspace, inputs: [given, ...call.inputs], services: [], wallMs: asked.wallMs, locked: landedOnly(work),
    returns: [...call.returns, ...(call.keeps.length === 0 ? [] : sessionReturns)],
    env: { ...environmentOf(leaf.values), ...call.env }, ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
    ...(leaf.gateway === null ? {} : { gateway: leaf.gateway }),
  };
  await work.keep('prompt', Buffer.from(call.stdin ?? asked.prompt));
  const listener = call.listen();
  let id = asked.session?.id ?? null;
  const ended = await runBox({ parts: work.parts, cancel: AbortSignal.any([work.cancel, work.spoken]) }, box, (stream, bytes) => {
    for (const event of listener.push(stream, bytes)) if (event.kind === 'started') id = event.session ?? id;
  });
  await work.keep('transcript', ended.output.both.bytes());
  const { outcome, returned } = ended;
  const result = outcome.kind === 'timeout' ? { kind: 'timeout' } as const : isCutShort(work, outcome) ? { kind: 'spoken-to' } as const : listener.end({ outcome, returned, tail: tailOf(ended.output.both.bytes()) });
  const seen = leaf.gateway === null || result.kind === 'spoken-to' ? result : asSeen(result, leaf.gateway, work.parts.clock.now());
  return { box, result: seen, session: await withoutSecrets(sessionLeft(leaf.agent.name, id, returned), work.parts.scrubber) };
}

function isCutShort({ spoken, cancel }: Work, outcome: SandboxOutcome): boolean {
  return outcome.kind === 'cancelled' && spoken.aborted && !cancel.aborted;
}

async function withoutSecrets(session: KeptSession | null, scrubber: Scrubber): Promise<KeptSession | null> {
  const archive = session === null ? null : await maskedArchive(session.archive, scrubber);
  return session === null || archive === null ? null : { ...session, archive };
}

export function sandboxOfLeaf({ ir }: Work, step: AgentStep | TalkStep): SandboxDecl | null {
  return sandboxNamed(ir, 'sandbox' in step ? step.sandbox : undefined);
}

function filesOf({ values, brought }: Leaf, { session }: Asked, files: ReadonlyMap<string, string>): ReadonlyMap<string, Uint8Array | string> {
  const told = [...values].map(([name, text]) => [`values/${name}`, text] as const);
  return new Map<string, Uint8Array | string>([...told, ...brought, ...files, ...(session === null ? [] : [[archiveName, session.archive] as const])]);
}

function orderOf({ sheet }: Work, { step, decl, gateway }: Leaf, { prompt, session }: Asked): AgentOrder {
  return {
    id: sheet.order.id, decl, prompt, words: leafWords(step), directory: orderPath,
    returns: step.kind === 'agent' ? step.returns ?? null : null, writes: step.kind === 'agent' && step.writes !== undefined,
    gateway: gateway?.access ?? null, resumes: session?.id ?? null,
  };
}

const mostTail = 16_000;

function tailOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(Math.max(0, bytes.length - mostTail))).toString('utf8');
}

/** The whole time of an order is its sessions' together. */
export function timeLeft(step: AgentStep | TalkStep, startedAt: number, now: number): number | null {
  const wall = wallOf(step);
  return wall === null ? null : Math.max(1, wall - (now - startedAt));
}
