/** A leaf: one agent at work on one order inside one box. What it says is its word, and what it wrote is what the host saw (E2, E7). */

import type { EndedFact, ReportResult } from '../kernel/facts.ts';
import type { AgentDecl, AgentStep, TalkStep } from '../kernel/ir.ts';
import { leafWords } from '../kernel/outcomes.ts';
import { AgentError, type AgentOrder, type AgentResult } from '../ports/agent.ts';
import { orderPath, type BoxWork } from '../ports/boxes.ts';
import { boxId, type Work } from './hand-parts.ts';
import { inWorkspace, observed, refusalsText, type Room } from './in-workspace.ts';
import { lineTrees } from './line-trees.ts';
import { sandboxNamed, wallOf } from './plan-parts.ts';
import { runBox } from './run-box.ts';
import { toldValues } from './told-values.ts';
import { environmentOf, filled, valuesOf } from './values.ts';

export async function performAgent(work: Work, step: AgentStep | TalkStep): Promise<ReportResult> {
  const decl = declOf(work);
  const agent = work.parts.agent(decl.use);
  if (agent === null) throw new AgentError(`there is no agent ${decl.use} in this version`);
  const trees = await lineTrees(work.parts.repo, work.sheet);
  const isWritable = step.kind === 'agent' && step.writes !== undefined;
  const start = step.kind === 'agent' && step.fresh === true ? trees.base : trees.candidate;
  return inWorkspace(work, { trees, start, isWritable }, async (room) => {
    const prompt = await textOf(work, step.prompt);
    const values = await valuesOf(work, await toldValues(work, trees, prompt));
    const order = orderOf(work, step, { decl, prompt: filled(prompt, values) });
    const call = agent.call(order);
    const files = new Map<string, string>([...[...values].map(([name, text]) => [`values/${name}`, text] as const), ...call.files]);
    const given = await room.place.give(files);
    const box: BoxWork = {
      id: boxId(work), sandbox: step.kind === 'agent' ? sandboxNamed(work.ir, step.sandbox) : sandboxNamed(work.ir, undefined),
      command: call.command, workspace: room.workspace, inputs: [given, ...call.inputs], services: [], wallMs: wallOf(step), returns: call.returns,
      env: { ...environmentOf(values), ...call.env }, ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
    };
    const listener = call.listen();
    await work.keep('prompt', Buffer.from(order.prompt));
    const ended = await runBox(work, box);
    await work.keep('transcript', ended.output.both.bytes());
    if (ended.outcome.kind === 'timeout') return { type: 'timeout' };
    const result = listener.end({ outcome: ended.outcome, returned: ended.returned, tail: tailOf(ended.output.both.bytes()) });
    return factOf(work, result, { room, box, isWritable });
  });
}

function declOf({ ir, sheet }: Work): AgentDecl {
  const decl = ir.agents.find(({ name }) => name === sheet.order.agent);
  if (decl === undefined) throw new AgentError(`the plan has no agent ${sheet.order.agent ?? ''}`);
  return decl;
}

function orderOf({ sheet }: Work, step: AgentStep | TalkStep, { decl, prompt }: { readonly decl: AgentDecl; readonly prompt: string }): AgentOrder {
  return {
    id: sheet.order.id, decl, prompt, words: leafWords(step), directory: orderPath,
    returns: step.kind === 'agent' ? step.returns ?? null : null, writes: step.kind === 'agent' && step.writes !== undefined,
    gateway: null, resumes: null,
  };
}

/** A prompt as the run froze it, and not as it is in the repository now (E4). */
async function textOf({ sheet, parts }: Work, name: string): Promise<string> {
  if (name === '') return '';
  const digest = sheet.files.find(([path]) => path === name)?.[1];
  const bytes = digest === undefined ? null : await parts.blobs.get(digest);
  if (bytes === null) throw new Error(`the prompt ${name} is not among what the run has kept`);
  return Buffer.from(bytes).toString('utf8');
}

interface Wrote {
  readonly room: Room;
  readonly box: BoxWork;
  readonly isWritable: boolean;
}

async function factOf(work: Work, result: AgentResult, { room, box, isWritable }: Wrote): Promise<ReportResult> {
  if (result.kind === 'fault') return { type: 'fault', text: result.text };
  if (result.kind === 'budget') return { type: 'budget' };
  if (result.kind === 'rate-limit') return { type: 'rate-limit', until: result.until };
  const seen = isWritable ? await observed(work, box, room) : null;
  const brought: Pick<EndedFact, 'patch' | 'untaken'> = seen === null ? {} : seen.ok ? { patch: seen.patch } : { untaken: [refusalsText(seen.refusals)] };
  if (result.kind === 'misshapen') return { type: 'ended', word: 'fail', text: result.text, ...brought };
  if (result.kind === 'stopped') return { type: 'stopped', text: result.text, ...(brought.patch === undefined ? {} : { patch: brought.patch }) };
  const { kind: _, data, ...said } = result;
  const kept = data === undefined ? {} : { data: await work.parts.blobs.put(Buffer.from(data)) };
  return { type: 'ended', ...said, ...kept, ...brought };
}

const mostTail = 16_000;

function tailOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(Math.max(0, bytes.length - mostTail))).toString('utf8');
}
