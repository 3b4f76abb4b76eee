/**
 * A workflow file, with all that it includes and names, becomes a checked plan; or findings, each
 * with its place.
 *
 * It reads by what it is handed, knows no file system, environment or clock, and never throws for
 * what a text holds. Every fault of every file is found at once: what is broken hides no other.
 */
import type { Ir } from '../../kernel/ir.ts';
import type { Adapters } from '../../ports/capabilities.ts';
import type { SourceFiles } from '../../ports/source-files.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { lowerPlan } from '../lower/lower-plan.ts';
import type { Losses } from '../lower/losses.ts';
import type { Lowering } from '../lower/lowering.ts';
import { newLowering } from '../lower/lowering.ts';
import type { Places } from '../lower/places.ts';
import type { PersonsOwn } from '../lower/persons-own.ts';
import { lowerPersonsOwn, nothingOwn } from '../lower/persons-own.ts';
import { planFindings } from './check-plan.ts';
import { gathered, inOrder } from './gather-findings.ts';
import type { Unread } from './load-sources.ts';
import { loadOne, loadSources, loadText } from './load-sources.ts';
import { mergeOwn, mergePlaces } from './merge-own.ts';
import type { FrozenFile } from './texts.ts';
import { Texts } from './texts.ts';

export interface CompileRequest {
  /** The plan's name for the file to begin with. */
  readonly entry: string;
  readonly files: SourceFiles;
  readonly adapters: Adapters;
  /** The name of the person's own configuration, which need not be there; `null`: none. */
  readonly person: string | null;
}

export interface Compiled {
  /** `null` when anything is wrong but a policy that nothing holds. */
  readonly ir: Ir | null;
  readonly findings: readonly Finding[];
  /** Faults of form that were counted and not kept. */
  readonly more: number;
  readonly places: Places;
  /** What a run freezes: every file that was read but the person's own. Worked out when it is asked for. */
  readonly files: readonly FrozenFile[];
  /** All texts, by the `file` of findings. */
  readonly texts: ReadonlyMap<string, string>;
}

export function compile(request: CompileRequest): Compiled {
  const { entry, files, adapters } = request;
  const texts = new Texts(files);
  const lowering = newLowering();
  const unread: Unread = { findings: [], more: 0 };
  const own = ownOf(request, texts, unread);
  const sources = loadSources({ texts, lowering, unread }, entry);
  if (sources.length === 0) return ended({ ir: null, more: unread.more, texts, places: lowering.places, findings: gathered({ unread: unread.findings, lowered: lowering.findings }) });
  const { ir, saysVisits } = lowerPlan(sources, own.own);
  mergePlaces(ir, lowering.places, own.lowering.places);
  const { places, losses } = lowering;
  const findings = gathered({ unread: unread.findings, lowered: [...own.lowering.findings, ...lowering.findings] });
  const checked = planFindings(ir, { places, losses, saysVisits, texts, adapters });
  return ended({ ir, more: unread.more, texts, places, findings: [...findings, ...checked] });
}

/** What another notation yields of its text. `ir` is `null` when it has nothing of the shape of a plan. */
export interface Notated {
  readonly ir: Ir | null;
  readonly findings: readonly Finding[];
  readonly places: Places;
  readonly losses: Losses;
}

/** The same for a plan in another notation, which `read` reads: `file` is for its findings and places. */
export function compileNotation(
  request: CompileRequest, read: (source: { readonly file: string; readonly text: string }) => Notated,
): Compiled {
  const { entry, files, adapters } = request;
  const texts = new Texts(files);
  const lowering = newLowering();
  const unread: Unread = { findings: [], more: 0 };
  const own = ownOf(request, texts, unread);
  const source = loadText({ texts, lowering, unread }, entry);
  const { ir, places, findings, losses } = source === null ? { ir: null, ...lowering } : read(source);
  const before = [...unread.findings, ...own.lowering.findings, ...findings];
  if (ir === null) return ended({ ir, more: unread.more, texts, places, findings: before });
  const merged = mergeOwn(ir, own.own, places);
  mergePlaces(merged.ir, places, own.lowering.places);
  const checked = planFindings(merged.ir, { places, losses, saysVisits: true, texts, adapters });
  return ended({ ir: merged.ir, more: unread.more, texts, places, findings: [...before, ...merged.findings, ...checked] });
}

/** What a person's own configuration says of the machine, for who begins work there. */
export interface OwnRead {
  readonly own: PersonsOwn;
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
}

export function readOwn({ files, person }: Pick<CompileRequest, 'files' | 'person'>): OwnRead {
  const texts = new Texts(files);
  const unread: Unread = { findings: [], more: 0 };
  const { own, lowering } = ownOf({ person }, texts, unread);
  const shown = texts.shownTexts();
  return { own, findings: inOrder(gathered({ unread: unread.findings, lowered: lowering.findings }), shown), texts: shown };
}

interface Own {
  readonly own: PersonsOwn;
  readonly lowering: Lowering;
}

function ownOf({ person }: Pick<CompileRequest, 'person'>, texts: Texts, unread: Unread): Own {
  const lowering = newLowering();
  const read = person === null ? null : texts.read(person);
  if (person === null || read === null || (!read.ok && read.why === 'missing')) return { own: nothingOwn, lowering };
  const file = loadOne({ texts, lowering, unread }, person);
  return { own: file === null ? nothingOwn : lowerPersonsOwn(file), lowering };
}

interface Ending {
  readonly ir: Ir | null;
  readonly more: number;
  readonly texts: Texts;
  readonly places: Places;
  readonly findings: readonly Finding[];
}

function ended({ ir, more, texts, places, findings }: Ending): Compiled {
  const shown = texts.shownTexts();
  const isSound = findings.every(({ policy }) => policy === true);
  return {
    ir: isSound ? ir : null, findings: inOrder(findings, shown), more, places, texts: shown,
    get files() {
      return texts.frozen();
    },
  };
}
