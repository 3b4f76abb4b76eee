/**
 * The checker's faults of a plan become findings in the text that it was made of.
 *
 * What is missing from a part whose text was broken is not reported: it may stand in what could
 * not be read.
 */
import type { IrFault } from '../../kernel/check-ir.ts';
import type { IrFaultCode } from '../../kernel/check/fault-codes.ts';
import type { Ir } from '../../kernel/ir.ts';
import { quoted } from '../../kernel/phrase.ts';
import type { Place, Places } from '../lower/places.ts';
import { pathText } from '../lower/places.ts';
import type { Suggest } from '../suggest.ts';
import { inLanguageWords } from './language-words.ts';
import { likelySteps } from './likely-steps.ts';
import { isPlanFile } from './plan-file-name.ts';
import type { CompileFinding } from './finding-kinds.ts';

export interface FaultCheck {
  readonly ir: Ir;
  readonly places: Places;
  readonly broken: ReadonlySet<string>;
  readonly suggest: Suggest;
}

export function faultFindings(faults: readonly IrFault[], check: FaultCheck): readonly CompileFinding[] {
  const hidden = hiddenBy(check);
  const isEcho = echoesOf(faults, check.ir);
  return faults.flatMap((fault) => {
    const place = check.places.at(pathText(fault.path));
    if (place === null || hidden(fault) || isEcho(fault)) return [];
    const { unknown, code } = fault;
    const { instead, found } = isPlanFile(place.file) ? fault : inLanguageWords(fault, check.ir);
    const first = code === 'duplicate-name' ? firstOf(fault, check) : null;
    return [{
      kind: code, ...place,
      message: messageOf(fault, found),
      hint: unknown === undefined ? instead : check.suggest(unknown.name, unknown.among, ofPerson(fault) ?? instead),
      ...(first === null ? {} : { first }),
    }];
  });
}

/** Of what is declared in the person's own configuration, where that has none: how it is. */
function ofPerson({ code, unknown }: IrFault): string | undefined {
  return unknown?.among.length === 0 ? personsExamples[code] : undefined;
}

const inConfiguration = 'who runs it declares that, in `config.esp`';
const personsExamples: { readonly [Code in IrFaultCode]?: string } = {
  'unknown-source': `${inConfiguration}: \`source issues "gh issue list"\``,
  'unknown-hosts': `${inConfiguration}: \`hosts registry ["registry.npmjs.org"]\``,
  'unknown-waiver': `${inConfiguration}: \`waiver triage "the issues are our own"\``,
};

/** What follows from a wire that was mistyped: steps that it cuts off, and the end behind them. */
function echoesOf(faults: readonly IrFault[], ir: Ir): (fault: IrFault) => boolean {
  const likely = likelySteps(ir, faults);
  const cut = new Set([...likely].map((path) => path.split('/')[1]));
  return ({ code, path }) => (
    (code === 'step-unreachable' && likely.has(pathText(path.slice(0, 4))))
    || (code === 'no-way-to-end' && cut.has(String(path[1])))
  );
}

/** How far around a fault broken text may hide what would mend it. */
type Reach = 'part' | 'steps' | 'workflow' | 'plan';

const reaches: { readonly [Code in IrFaultCode]?: Reach } = {
  'no-command': 'part', 'no-agent': 'part', 'no-prompt': 'part', 'no-gate': 'part', 'no-question': 'part',
  'no-branch': 'part', 'no-remote': 'part', 'small-panel': 'part', 'ladder-without-order': 'part',
  'otherwise-without-approves': 'part', 'approves-without-otherwise': 'part', 'fresh-without-writes': 'part',
  'empty-writes': 'part', 'kind-without-paths': 'part', 'empty-outcomes': 'part', 'no-word-of-a-person': 'part', 'approval-not-wired': 'part',
  'approves-unseen': 'part', 'grow-without-kinds': 'part', 'approval-by-none': 'part', 'neither-timer-nor-poll': 'part',
  'outcome-not-wired': 'part', 'outcome-unknown': 'part', 'unknown-tasks': 'workflow', 'unknown-show': 'workflow',
  'unknown-approval': 'workflow', 'unknown-step': 'steps', 'unknown-start': 'steps', 'step-unreachable': 'workflow',
  'no-way-to-end': 'workflow', 'best-without-measure': 'plan', 'writer-without-gate': 'plan',
  'writer-without-approval': 'plan', 'unit-without-red-proof': 'plan', 'landing-without-gate': 'plan',
  'nobody-may-publish': 'plan', 'nobody-may-answer': 'plan', 'bad-name': 'part',
};

function hiddenBy({ ir, broken }: FaultCheck): (fault: IrFault) => boolean {
  const workflows = new Set<string>();
  for (const path of broken) if (path.startsWith('workflows/')) workflows.add(path.split('/')[1] ?? '');
  const isAny = broken.size > 0;
  return ({ code, path, unknown }) => {
    if (!isAny) return false;
    const [list, at, , step] = path;
    const inWorkflow = list === 'workflows' && workflows.has(String(at));
    if (reaches[code] === 'plan') return true;
    // What is named there is declared between the blocks, by an `include` that is missing for one.
    if (reaches[code] === undefined && code.startsWith('unknown-')) return broken.has('');
    // A step of that name may say what was not read; where there is none, it is the name that is wrong.
    const isNamed = unknown === undefined || ir.workflows[Number(at)]?.steps.some(({ name }) => name === unknown.name) === true;
    if (reaches[code] === 'workflow' && isNamed) return inWorkflow;
    // A step with a fault in it is there; one whose name was not read may be the one that is missed.
    if (reaches[code] === 'steps' || reaches[code] === 'workflow') return broken.has(pathText(path.slice(0, 2)));
    if (reaches[code] !== 'part') return false;
    const part = list === 'workflows' ? pathText(path.slice(0, 4)) : pathText(path.slice(0, 2));
    return broken.has(part) || callsBroken(ir, { workflow: at, step, workflows });
  };
}

interface Standing {
  readonly workflow: string | number | undefined;
  readonly step: string | number | undefined;
  /** Workflows with something broken in them, by their place. */
  readonly workflows: ReadonlySet<string>;
}

/** A `call` ends with the words of what it calls. */
function callsBroken(ir: Ir, { workflow, step, workflows }: Standing): boolean {
  const call = ir.workflows[Number(workflow)]?.steps[Number(step)];
  if (call?.kind !== 'call') return false;
  return workflows.has(String(ir.workflows.findIndex(({ name }) => name === call.workflow)));
}

/** Words that begin a fault which stands for itself: others go on after the name of what is at fault. */
const articles: readonly string[] = ['a', 'an', 'the', 'more', 'no', 'nobody'];

function messageOf({ where }: IrFault, found: string): string {
  const subject = subjectOf(where);
  if (subject === '') return found;
  const [word = ''] = found.split(' ', 1);
  return word.startsWith('`') || articles.includes(word) ? `${subject}: ${found}` : `${subject} ${found}`;
}

/** «workflow fix, step write» as the nearest of its parts: "step `write`". */
function subjectOf(where: string): string {
  const [kind = '', name = ''] = (where.split(', ').at(-1) ?? '').split(' ');
  if (where === 'plan' || where === 'limits' || where === 'budget' || where === 'people') return '';
  if (name === '') return `\`${kind}\``;
  return `${kind} ${name.startsWith('`') ? name : quoted(name)}`;
}

/** Where the first of two with one name is. */
function firstOf({ path }: IrFault, { ir, places }: FaultCheck): Place | null {
  const at = path.findLastIndex((part) => typeof part === 'number');
  const list = at === -1 ? null : listAt(ir, path.slice(0, at));
  const name = list?.[Number(path[at])]?.name;
  const first = list?.findIndex((one) => one.name === name) ?? -1;
  return name === undefined || first === -1 || first === path[at] ? null : places.at(pathText([...path.slice(0, at), first]));
}

type Named = { readonly name: string };

function listAt(ir: Ir, [list, workflow, of]: IrFault['path']): readonly Named[] | null {
  if (list === 'workflows' && of === 'steps') return ir.workflows[Number(workflow)]?.steps ?? null;
  if (list === 'workflows' && of === 'inputs') return ir.workflows[Number(workflow)]?.inputs ?? null;
  switch (list) {
    case 'workflows': case 'agents': case 'sandboxes': case 'gates': case 'people':
      return ir[list];
    case 'services': case 'sources': case 'hosts': case 'waivers':
      return ir[list] ?? null;
    default:
      return null;
  }
}
