/**
 * Private code, text from outside, and a way out: any two of them may be together, all three in one
 * leaf would let whoever wrote the text carry the code away. Every leaf has the code, and so has a
 * command that is asked again and again.
 */
import type { AgentStep, RunStep, Step, TalkStep, WaitStep } from '../ir.ts';
import { listed, quoted } from '../phrase.ts';
import type { Reached } from './outside-text.ts';
import { outsideText, placeKey } from './outside-text.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep, plain } from './plan.ts';

type Boxed = RunStep | AgentStep | TalkStep | WaitStep;
type Leaf = Place<Boxed>;

export function checkTrifecta(plan: Plan): void {
  const reached = outsideText(plan);
  for (const place of plan.places) {
    const { step } = place;
    if (!isBoxed(step)) continue;
    const leaf = { ...place, step };
    const text = reached.get(placeKey(place));
    const out = wayOut(plan, leaf);
    if (text === undefined || out === null) checkNeed(plan, leaf, text === undefined ? 'no text from outside comes here' : 'its sandbox reaches no hosts');
    else if (step.waiver === undefined) blameLeaf(plan, leaf, { text, out });
  }
}

/** What is performed in a sandbox with the code in it, and is no gate: those have no way out at all. A timer performs nothing. */
function isBoxed(step: Step): step is Boxed {
  return step.kind === 'run' || step.kind === 'agent' || step.kind === 'talk' || (step.kind === 'wait' && step.command !== undefined);
}

/** One that does not exist is a fault already. */
function checkNeed(plan: Plan, leaf: Leaf, why: string): void {
  const { waiver } = leaf.step;
  if (waiver === undefined || !(plan.ir.waivers ?? []).some(({ name }) => name === waiver)) return;
  blameStep(plan, leaf, {
    code: 'waiver-without-need', at: ['waiver'],
    found: `has the waiver ${quoted(waiver)}, and ${why}`, instead: 'no waiver, so that one is there only where it is meant',
  });
}

interface Way {
  readonly sandbox: string;
  readonly hosts: readonly string[];
}

/** By its own sandbox, or the plan's first; or by that of a service beside it. */
function wayOut({ ir }: Plan, { step }: Leaf): Way | null {
  const beside = step.kind === 'run' ? step.services ?? [] : [];
  const own = sandboxOf(step) ?? ir.sandboxes[0]?.name;
  const theirs = (ir.services ?? []).filter(({ name }) => beside.includes(name)).map(({ sandbox }) => sandbox ?? ir.sandboxes[0]?.name);
  for (const name of [own, ...theirs]) {
    const sandbox = ir.sandboxes.find((one) => one.name === name);
    if (sandbox?.reaches !== undefined && sandbox.reaches.length > 0) return { sandbox: sandbox.name, hosts: sandbox.reaches };
  }
  return null;
}

const sandboxOf = (step: Boxed): string | undefined => (step.kind === 'talk' ? undefined : step.sandbox);

function blameLeaf(plan: Plan, leaf: Leaf, { text, out }: { readonly text: Reached; readonly out: Way }): void {
  blameStep(plan, leaf, {
    code: 'trifecta', at: sandboxOf(leaf.step) === undefined ? [] : ['sandbox'],
    found: `may have text of the source ${quoted(text.source)} (${wayOf(text)}), beside private code, and its sandbox ${quoted(out.sandbox)} reaches ${listed(out.hosts)}`,
    instead: 'a sandbox that reaches nothing, no text from outside before it, or a `waiver` of the person who runs it',
  });
}

const mostShown = 6;

/** "`triage` → `plan` → `write`", from the step that reads to the leaf. */
function wayOf(text: Reached): string {
  const steps: string[] = [];
  for (let at: Reached | null = text; at !== null; at = at.from) steps.push(`${plain(at.place.workflow.name)}/${plain(at.place.step.name)}`);
  const way = steps.toReversed().map(quoted);
  if (way.length === 1) return 'it reads that itself';
  const shown = way.length <= mostShown ? way : [...way.slice(0, mostShown - 2), '…', ...way.slice(-1)];
  return `by way of ${shown.join(' → ')}`;
}
