/**
 * The checker's faults of a plan become findings in the text that it was made of.
 *
 * What is missing from a part whose text was broken is not reported: it may stand in what could
 * not be read.
 */
import type { IrFault } from '../../kernel/check-ir.ts';
import { checkIr } from '../../kernel/check-ir.ts';
import type { IrFaultCode } from '../../kernel/check/fault-codes.ts';
import type { Ir } from '../../kernel/ir.ts';
import { isName } from '../../kernel/name.ts';
import { quoted } from '../../kernel/phrase.ts';
import type { Losses } from '../lower/losses.ts';
import type { Place, Places } from '../lower/places.ts';
import { pathText } from '../lower/places.ts';
import type { Suggest } from '../suggest.ts';
import { doubtsOf } from './doubts.ts';
import { inLanguageWords } from './language-words.ts';
import { mendNames } from './mend-names.ts';
import { isPlanFile } from './plan-file-name.ts';
import type { CompileFinding } from './finding-kinds.ts';

export interface FaultCheck {
  readonly ir: Ir;
  readonly places: Places;
  readonly losses: Losses;
  readonly suggest: Suggest;
}

export interface FaultFindings {
  readonly findings: readonly CompileFinding[];
  /** The plan as it was most likely meant. */
  readonly meant: Ir;
}

export function faultFindings(check: FaultCheck): FaultFindings {
  const { faults, meant } = standing(check);
  return { meant, findings: faults.flatMap((fault) => findingsOf(check, fault)) };
}

function findingsOf(check: FaultCheck, fault: IrFault): readonly CompileFinding[] {
  const place = check.places.at(pathText(fault.path));
  if (place === null) return [];
  const { unknown, code } = fault;
  const { instead, found } = isPlanFile(place.file) ? fault : inLanguageWords(fault, check.ir);
  const first = code === 'duplicate-name' ? firstOf(fault, check) : null;
  return [{
    kind: code, ...place,
    message: messageOf(fault, found),
    hint: unknown === undefined ? instead : check.suggest(unknown.name, unknown.among, ofPerson(fault) ?? instead),
    ...(first === null ? {} : { first }),
  }];
}

interface Standing {
  readonly faults: readonly IrFault[];
  readonly meant: Ir;
}

/** The checker's faults, but for those that only follow from others, or may be mended by what was not read. */
function standing({ ir, losses }: FaultCheck): Standing {
  const first = checkIr(ir);
  if (first.length === 0) return { faults: first, meant: ir };
  const { ir: mended, slips } = mendNames(ir, first);
  const known = new Set(first.map(keyOf));
  const besides = slips.length === 0 ? first : checkIr(mended).filter((fault) => known.has(keyOf(fault)) || !isOfMending(fault));
  const isDoubted = doubtsOf(mended, losses, besides);
  return { faults: [...slips, ...besides].filter((fault) => !isDoubted(fault) && !isBadlyNamed(fault)), meant: mended };
}

const keyOf = ({ code, path }: IrFault): string => `${code} ${pathText(path)}`;

/** What a name was taken for may be said there already. */
const isOfMending = ({ code }: IrFault): boolean => code.startsWith('duplicate-') || code === 'outcome-wired-twice';

/** A name that is none, and would be this one. */
function isBadlyNamed({ unknown }: IrFault): boolean {
  return unknown?.among.some((name) => !isName(name) && name.toLowerCase().replaceAll(' ', '-') === unknown.name) === true;
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
