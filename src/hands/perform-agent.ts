/** A leaf: one agent at work on one order inside one box. What it says is its word, and what it wrote is what the host saw (E2, E7). */

import type { EndedFact, ReportResult } from '../kernel/facts.ts';
import type { AgentDecl, AgentStep, TalkStep } from '../kernel/ir.ts';
import { AgentError } from '../ports/agent.ts';
import type { BoxWork } from '../ports/boxes.ts';
import { type KeptSession, opened, sealed } from './agent-session.ts';
import type { Work } from './hand-parts.ts';
import { inWorkspace, observed, refusalsText, type Room } from './in-workspace.ts';
import { lineTrees } from './line-trees.ts';
import { withGateway } from './leaf-gateway.ts';
import { type Asked, type Leaf, leafSession, sandboxOfLeaf, timeLeft, type Went } from './leaf-session.ts';
import { wallOf } from './plan-parts.ts';
import { broughtBy } from './prompt/brought.ts';
import { leafPrompt } from './prompt/leaf-prompt.ts';
import { toldValues } from './told-values.ts';
import { valuesOf } from './values.ts';

export async function performAgent(work: Work, step: AgentStep | TalkStep): Promise<ReportResult> {
  const decl = declOf(work);
  const agent = work.parts.agent(decl.use);
  if (agent === null) throw new AgentError(`there is no agent ${decl.use} in this version`);
  const trees = await lineTrees(work.parts.repo, work.sheet);
  const isWritable = step.kind === 'agent' && step.writes !== undefined;
  const start = step.kind === 'agent' && step.fresh === true && work.sheet.order.keptSoFar !== true ? trees.base : trees.candidate;
  return inWorkspace(work, { trees, start, isWritable }, async (room) => {
    const brought = await broughtBy(decl, (name) => textOf(work, name));
    const template = `${brought.text}${await textOf(work, step.prompt)}`;
    const before = await sessionBefore(work, agent.name);
    const { prompt, values } = leafPrompt(work, step, { template, values: await valuesOf(work, await toldValues(work, trees, template)), isResumed: before !== null });
    const asked: Asked = { prompt, session: before, part: '', wallMs: wallOf(step) };
    const went = await withGateway(work, { agent, decl, sandbox: sandboxOfLeaf(work, step) }, (gateway) => heardOut(work, { step, agent, decl, room, values, brought: brought.files, gateway }, asked));
    const fact = await factOf(work, went.result, { room, box: went.box, isWritable });
    const session = went.session === null || (fact.type !== 'ended' && fact.type !== 'stopped') ? null : await work.parts.archives.put(sealed(went.session));
    return session === null ? fact : { ...fact, session };
  });
}

/** What it returns is told to be wrong once, in the same session; what is wrong then is a failure. */
async function heardOut(work: Work, leaf: Leaf, asked: Asked): Promise<Went> {
  const begunAt = work.parts.clock.now();
  const went = await leafSession(work, leaf, asked);
  if (went.result.kind !== 'misshapen' || work.spoken.aborted) return went;
  const { text } = went.result;
  const again = went.session === null ? `${asked.prompt}\n\n${correction(text)}` : correction(text);
  return leafSession(work, leaf, { prompt: again, session: went.session, part: 'again', wallMs: timeLeft(leaf.step, begunAt, work.parts.clock.now()) });
}

function correction(text: string): string {
  return `Your last answer was not taken: ${text}. What you have changed so far is kept. Write the result anew, and change nothing else without need.`;
}

/** Of an agent's own kind alone: the next rung of a ladder begins afresh. */
async function sessionBefore({ sheet, parts }: Work, agent: string): Promise<KeptSession | null> {
  const bytes = sheet.session === null ? null : await parts.blobs.get(sheet.session);
  return bytes === null ? null : opened(bytes, agent);
}

function declOf({ ir, sheet }: Work): AgentDecl {
  const decl = ir.agents.find(({ name }) => name === sheet.order.agent);
  if (decl === undefined) throw new AgentError(`the plan has no agent ${sheet.order.agent ?? ''}`);
  return decl;
}

/** A prompt as the run froze it, and not as it is in the repository now (E4). */
async function textOf({ sheet, parts }: Work, name: string): Promise<string> {
  if (name === '') return '';
  const digest = sheet.files.find(([path]) => path === name)?.[1];
  const bytes = digest === undefined ? null : await parts.blobs.get(digest);
  if (bytes === null) throw new Error(`the file ${name} is not among what the run has kept`);
  return Buffer.from(bytes).toString('utf8');
}

interface Wrote {
  readonly room: Room;
  readonly box: BoxWork;
  readonly isWritable: boolean;
}

async function factOf(work: Work, result: Went['result'], { room, box, isWritable }: Wrote): Promise<ReportResult> {
  if (result.kind === 'timeout') return { type: 'timeout' };
  if (result.kind === 'fault') return { type: 'fault', text: result.text };
  if (result.kind === 'budget') return { type: 'budget' };
  if (result.kind === 'rate-limit') return { type: 'rate-limit', until: result.until ?? work.parts.clock.now() + usualRestMs };
  const edits = result.kind === 'ended' ? result.edits ?? [] : [];
  const seen = isWritable ? await observed(work, box, { ...room, edits }) : null;
  const brought: Pick<EndedFact, 'patch' | 'untaken'> = seen === null ? {} : seen.ok ? { patch: seen.patch } : { untaken: [refusalsText(seen.refusals)] };
  if (result.kind === 'spoken-to') return { type: 'stopped', text: refusedText(brought), ...(brought.patch === undefined ? {} : { patch: brought.patch }) };
  if (result.kind === 'misshapen') return { type: 'ended', word: 'fail', text: result.text, ...brought };
  if (result.kind === 'stopped') return { type: 'stopped', text: result.text, ...(brought.patch === undefined ? {} : { patch: brought.patch }) };
  const { kind: _, edits: _asked, data, ...said } = result;
  const kept = data === undefined ? {} : { data: await work.parts.blobs.put(Buffer.from(data)) };
  return { type: 'ended', ...said, ...kept, ...brought };
}

/** B4: what a leaf had written as it was ended, and cannot be taken, is told to the session that goes on. */
function refusedText({ untaken = [] }: Pick<EndedFact, 'untaken'>): string {
  return untaken.length === 0 ? '' : `Of what was written nothing is there any more: ${untaken.join('; ')}`;
}

/** Where a provider that wants to be asked later does not say when. */
const usualRestMs = 60_000;
