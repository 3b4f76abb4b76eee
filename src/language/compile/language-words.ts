/**
 * The checker names the fields of a plan, as who writes JSON or YAML knows them. Who wrote a
 * workflow's text is told the language's words, and sizes as the language writes them.
 *
 * Only of faults that quote fields: others quote what a person wrote, which stays as it is.
 */
import type { IrFault } from '../../kernel/check-ir.ts';
import { demands } from '../../kernel/check/declarations.ts';
import type { IrFaultCode } from '../../kernel/check/fault-codes.ts';
import type { Ir } from '../../kernel/ir.ts';
import { quoted } from '../../kernel/phrase.ts';
import { limitWords } from '../lower/settings.ts';

type Said = Pick<IrFault, 'found' | 'instead'>;

/** Fields of a plan, and what they are called in a workflow. */
const words: readonly (readonly [field: string, word: string])[] = [
  ...limitWords.map(([word, field]) => [field, word] as const), ['otherwise', 'else'],
];

const quoting: ReadonlySet<IrFaultCode> = new Set<IrFaultCode>([
  'number-out-of-range', 'lifetime-below-lease', 'backoff-below-first', 'approves-without-otherwise', 'otherwise-without-approves',
]);

/** What is said otherwise as a whole. */
const instead: { readonly [Code in IrFaultCode]?: string } = {
  'neither-timer-nor-poll': 'either `wait 10m`, or `wait for "…"` with `every`',
};

export function inLanguageWords(fault: IrFault, ir: Ir): Said {
  const size = sizeFault(fault, ir);
  if (size !== null) return size;
  const said = instead[fault.code];
  if (said !== undefined) return { found: fault.found, instead: said };
  return quoting.has(fault.code) ? { found: inWords(fault.found), instead: inWords(fault.instead) } : fault;
}

function inWords(text: string): string {
  return words.reduce((said, [field, word]) => said.replaceAll(`\`${field}\``, `\`${word}\``), text);
}

const sizeWords = [['memoryBytes', 'memory'], ['diskBytes', 'disk']] as const;

function sizeFault({ code, path: [list, at, field] }: IrFault, ir: Ir): Said | null {
  const [name, word] = sizeWords.find(([one]) => list === 'sandboxes' && one === field) ?? [];
  const value = name === undefined ? undefined : ir.sandboxes[Number(at)]?.[name];
  if (code !== 'number-out-of-range' || name === undefined || word === undefined || value === undefined) return null;
  const [least, most] = demands[name];
  return { found: `has ${quoted(word)} of ${sizeText(value)}`, instead: `a size from ${sizeText(least)} to ${sizeText(most)}` };
}

const units = [['G', 2 ** 30], ['M', 2 ** 20], ['K', 2 ** 10]] as const;

/** As the language writes it: `4G`. */
function sizeText(bytes: number): string {
  const unit = bytes === 0 ? undefined : units.find(([, size]) => bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
}
