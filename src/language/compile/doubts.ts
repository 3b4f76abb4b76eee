/**
 * Which faults of a plan may be none: what could not be read of its text, or a name that means
 * nothing, may be what would mend them. Each code says what it hangs on, and only that is looked at.
 */
import type { IrFault } from '../../kernel/check-ir.ts';
import type { IrFaultCode } from '../../kernel/check/fault-codes.ts';
import type { Ir, Step } from '../../kernel/ir.ts';
import type { Losses } from '../lower/losses.ts';
import { anything, kindLost } from '../lower/losses.ts';
import { pathText } from '../lower/places.ts';
import { lostWire } from '../syntax/lost-words.ts';

export type Doubts = (fault: IrFault) => boolean;

/** `unmended`: faults of names for which nothing near was found. */
export function doubtsOf(ir: Ir, losses: Losses, unmended: readonly IrFault[]): Doubts {
  const all = withNames(losses, unmended);
  if (all.isNone) return () => false;
  const doubt: Doubt = { ir, losses: all };
  return (fault) => isDoubted(doubt, fault);
}

interface Doubt {
  readonly ir: Ir;
  readonly losses: Losses;
}

/** Instead of words: with which words a step ends is not known. */
const endsLost = 'ends';

/** What of its step is not known where a name or a word means nothing. */
const unknowns: { readonly [Code in IrFaultCode]?: string } = {
  'unknown-step': lostWire, 'unknown-start': lostWire, 'unknown-workflow': 'call', 'unknown-gate': 'gate', 'unknown-approval': 'approved',
  'same-word-twice': endsLost, 'empty-outcomes': endsLost, 'bad-outcome': endsLost,
  'approves-without-otherwise': endsLost, 'otherwise-without-approves': endsLost,
};

function withNames(losses: Losses, faults: readonly IrFault[]): Losses {
  const all = losses.copy();
  for (const { code, path } of faults) {
    const word = unknowns[code];
    if (word !== undefined && path[0] === 'workflows') all.add(pathText(path.slice(0, path[2] === 'steps' ? 4 : 2)), [word]);
  }
  return all;
}

/** What ends a step, and with which words. */
const ending: readonly string[] = [
  endsLost, 'outcomes', 'approves', 'otherwise', 'else', 'returns', 'writes', 'panel', 'agent', 'learn', 'run', 'wait', 'for', 'target', 'measure',
  'explore', 'call', 'workflow', 'command',
];
const agents: readonly string[] = ['agent', 'panel', 'learn', 'talk', 'agents'];

/** What the part of the plan that is blamed says about it; `null`: whatever it says. */
const ofPart: { readonly [Code in IrFaultCode]?: readonly string[] | null } = {
  'bad-name': null, 'no-command': null, 'neither-timer-nor-poll': null, 'no-branch': null, 'no-remote': null,
  'no-agent': agents, 'small-panel': agents, 'ladder-without-order': [...agents, 'by'], 'no-prompt': ['prompt'], 'no-gate': ['gate', 'gates'],
  'no-question': ['ask', 'question'], 'otherwise-without-approves': ['approves'], 'approves-without-otherwise': ['approves', 'otherwise', 'else'],
  'fresh-without-writes': ['writes'], 'empty-writes': ['writes'], 'kind-without-paths': ['writes', 'writesKind'], 'empty-outcomes': ['outcomes'],
  'no-word-of-a-person': [lostWire], 'approval-not-wired': [lostWire, 'approves'], 'approves-unseen': ['show', 'approves'],
  'grow-without-kinds': ['grow', 'workflows'], 'approval-by-none': ['land', 'approvedBy', 'and', 'or'],
  'outcome-not-wired': [lostWire, ...ending], 'outcome-unknown': ending, 'input-not-given': ['call', 'arguments', 'grow'],
  'trifecta': ['in', 'sandbox', 'waiver'], 'gate-with-way-out': ['in', 'sandbox'], 'service-elsewhere': ['in', 'sandbox', 'with', 'services'],
};

/** What is declared between the blocks, by the keyword that declares it. */
const declaredBy: { readonly [Code in IrFaultCode]?: string } = {
  'unknown-agent': 'agent', 'unknown-sandbox': 'sandbox', 'unknown-gate': 'gate', 'unknown-workflow': 'workflow', 'unknown-root': 'workflow',
  'unknown-service': 'service', 'unknown-source': 'source', 'unknown-hosts': 'hosts', 'unknown-waiver': 'waiver',
};

/** What a step of the workflow says that a name means. */
const saidBySteps: { readonly [Code in IrFaultCode]?: readonly string[] } = {
  'unknown-tasks': ['returns'], 'unknown-show': ['returns'], 'unknown-approval': ['approves'], 'unknown-step': [], 'unknown-start': [],
};

/** Settings that the plan says once: a default stands for what was lost. */
const ofSettings: { readonly [Code in IrFaultCode]?: readonly (readonly [path: string, words: readonly string[]])[] } = {
  'landing-without-gate': [['landing', []], ['', ['landing']]],
  'nobody-may-publish': [['people', []], ['', ['person']]],
  'nobody-may-answer': [['people', []], ['', ['person']]],
  'lifetime-below-lease': [['limits', ['lease-time', 'lease-life', 'leaseMs', 'leaseLifetimeMs']]],
  'backoff-below-first': [['limits', ['backoff', 'backoff-max', 'backoffMs', 'backoffMaxMs']]],
  'timeout-above-lifetime': [['limits', ['lease-life', 'leaseLifetimeMs']]],
  'budget-cannot-bind': [['limits', ['allowance']], ['agents', ['allowance']]],
};

function isDoubted(doubt: Doubt, fault: IrFault): boolean {
  const { losses } = doubt;
  const { code, path, unknown } = fault;
  const part = pathText(path.slice(0, path[2] === 'steps' ? 4 : 2));
  if (losses.isStandIn(pathText(path))) return true;
  if (code in ofPart) return ofPartDoubted(doubt, part, fault);
  const keyword = declaredBy[code];
  if (keyword !== undefined) return losses.mayHold('', [unknown?.name ?? '', keyword]);
  const saying = saidBySteps[code];
  if (saying !== undefined) return ofStepsDoubted(doubt, fault, saying);
  const settings = ofSettings[code];
  if (settings !== undefined) return settings.some(([of, words]) => isLostIn(losses, of, words));
  switch (code) {
    case 'unknown-input': return doubt.ir.workflows.some((_, at) => losses.mayHold(`workflows/${at}`, [unknown?.name ?? '', 'workflow']));
    case 'step-unreachable': case 'no-way-to-end': return isWireLost(doubt, Number(path[1]));
    case 'writer-without-gate': case 'writer-without-approval': case 'writer-without-person': return isProofDoubted(doubt, fault);
    case 'unit-without-red-proof':
      return losses.mayHold('', ['gate', 'landing']) || isLostIn(losses, 'landing', []) || isLostIn(losses, 'gates', ['role', 'kinds']);
    case 'grow-kinds-differ': return isLostIn(losses, `workflows/${String(path[1])}`, ['grow', 'workflows', 'tasks']);
    case 'best-without-measure': return isMeasureDoubted(doubt, fault);
    case 'waiver-without-need':
      return losses.mayHold('', [anything]) || isLostIn(losses, 'sandboxes', ['reaches'])
        || isLostIn(losses, 'workflows', [lostWire, kindLost, 'reads', 'in', 'sandbox', 'with', 'services', 'step']);
    default: return false;
  }
}

/** Of that part, or of one of a list: without words, whether anything was lost there. */
function isLostIn(losses: Losses, of: string, words: readonly string[]): boolean {
  const paths = of === '' ? [''] : losses.paths().filter((path) => path === of || path.startsWith(`${of}/`));
  return paths.some((path) => (words.length === 0 ? losses.ofPart(path) : losses.mayHold(path, words)));
}

function ofPartDoubted({ ir, losses }: Doubt, part: string, { code, path, unknown }: IrFault): boolean {
  const words = ofPart[code] ?? null;
  if (words === null) return losses.ofPart(part);
  if (losses.mayHold(part, [kindLost, ...words, ...(unknown === undefined ? [] : [unknown.name])])) return true;
  // A `call` ends with the words of what it calls.
  const step = ir.workflows[Number(path[1])]?.steps[Number(path[3])];
  if (step?.kind !== 'call' || !code.startsWith('outcome-')) return false;
  return isWireLost({ ir, losses }, ir.workflows.findIndex(({ name }) => name === step.workflow));
}

/** A step of that name may say it; where there is none, a step may be lost. */
function ofStepsDoubted({ ir, losses }: Doubt, { path, unknown }: IrFault, words: readonly string[]): boolean {
  const [list, at] = path;
  const name = unknown?.name ?? '';
  const step = ir.workflows[Number(at)]?.steps.findIndex((one) => one.name === name) ?? -1;
  if (step >= 0) return losses.mayHold(`${list}/${at}/steps/${step}`, [kindLost, ...words]);
  return losses.mayHold(`${list}/${at}`, [name, 'step']);
}

function stepsLost({ ir, losses }: Doubt, at: number, words: readonly string[]): boolean {
  const steps: readonly Step[] = ir.workflows[at]?.steps ?? [];
  return losses.mayHold(`workflows/${at}`, ['step', ...words]) || steps.some((_, step) => losses.mayHold(`workflows/${at}/steps/${step}`, words));
}

function isWireLost(doubt: Doubt, at: number): boolean {
  return stepsLost(doubt, at, [lostWire]);
}

/** What is passed on the way to a landing: in its workflow, in those that call it, and in what they call. */
function isProofDoubted(doubt: Doubt, { code, path }: IrFault): boolean {
  const { ir, losses } = doubt;
  const own = Number(path[1]);
  const name = ir.workflows[own]?.name ?? '';
  if (code === 'writer-without-approval' && losses.mayHold(pathText(path.slice(0, 4)), ['approved'])) return true;
  const grows = ir.workflows.some(({ steps }) => steps.some(({ kind }) => kind === 'grow'));
  if (isLostIn(losses, 'gates', grows ? ['kinds', 'role'] : ['kinds'])) return true;
  // Which gates judge what lands there, the `grow` that names the workflow says.
  const isUsed = name === ir.root || ir.workflows.some(({ steps }) => steps.some((step) => workflowsOf(step).includes(name)));
  if (!isUsed && (losses.ofPart('') || isLostIn(losses, 'workflows', [kindLost, 'grow', 'call', 'step']))) return true;
  return [...belowAll(ir, aboveOf(ir, name))].some((at) => stepsLost(doubt, at, [kindLost, 'gate', 'gates', 'approves', 'call']));
}

function isMeasureDoubted(doubt: Doubt, { path }: IrFault): boolean {
  const { ir } = doubt;
  const step = ir.workflows[Number(path[1])]?.steps[Number(path[3])];
  if (step?.kind !== 'call') return false;
  return [...belowAll(ir, new Set([step.workflow]))].some((at) => stepsLost(doubt, at, [kindLost, 'measure', 'call']));
}

function workflowsOf(step: Step): readonly string[] {
  if (step.kind === 'call') return [step.workflow];
  return step.kind === 'grow' ? step.workflows.map(({ workflow }) => workflow) : [];
}

function aboveOf(ir: Ir, name: string): ReadonlySet<string> {
  const names = new Set([name]);
  for (const one of names) {
    for (const { name: caller, steps } of ir.workflows) if (steps.some((step) => step.kind === 'call' && step.workflow === one)) names.add(caller);
  }
  return names;
}

/** The places of the workflows of these names, and of all that they call. */
function belowAll(ir: Ir, above: ReadonlySet<string>): ReadonlySet<number> {
  const names = new Set(above);
  const places = new Set<number>();
  for (const one of names) {
    const at = ir.workflows.findIndex(({ name }) => name === one);
    if (at < 0) continue;
    places.add(at);
    for (const step of ir.workflows[at]?.steps ?? []) if (step.kind === 'call') names.add(step.workflow);
  }
  return places;
}
