/** `.rehearsal` files, played: each rehearsal by itself, and the wires that all of them took together. */

import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { standIn } from '../hands/stand-in.ts';
import { quoted } from '../kernel/phrase.ts';
import { badIn, whyNot } from '../language/compile/texts.ts';
import type { Finding } from '../language/diagnostics/diagnostic.ts';
import { checkRehearsal } from '../language/rehearsal/check-rehearsal.ts';
import type { RehearsalFinding } from '../language/rehearsal/finding-kinds.ts';
import { playRehearsal, type Played, tasksOf } from '../language/rehearsal/play-rehearsal.ts';
import { courseLines, endingText } from '../language/rehearsal/print-course.ts';
import { type Lost, told } from '../language/rehearsal/lost.ts';
import { readRehearsals } from '../language/rehearsal/read-rehearsals.ts';
import type { Rehearsal } from '../language/rehearsal/rehearsal.ts';
import { workflowOf } from '../language/rehearsal/workflow-of.ts';
import { WireCoverage, type WorkflowCoverage } from '../language/rehearsal/wire-coverage.ts';
import type { Person } from './compile-file.ts';
import { DiskSourceFiles } from './disk-source-files.ts';
import { type Faults, faultsOf } from './faults.ts';
import { type Plan, type PlanFile, readPlanFile, type Wrong } from './plan-file.ts';

/** A place in a file: line and column from 1, the column in code points. */
export interface Said {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

export interface PlayedRehearsal {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly ok: boolean;
  readonly ending: string;
  /** The steps of the root's own frame. */
  readonly course: readonly string[];
  readonly lines: readonly string[];
  readonly problems: readonly (Said & { readonly lines: readonly string[] })[];
}

export interface PlanCoverage {
  readonly file: string;
  readonly workflows: readonly WorkflowCoverage[];
  /** Demands of it that nothing here holds. */
  readonly unheld: number;
}

export interface PlayedFiles {
  readonly rehearsals: readonly PlayedRehearsal[];
  /** What is not valid, in rehearsals and in their workflows. */
  readonly faults: Faults;
  readonly coverage: readonly PlanCoverage[];
}

interface Covered {
  readonly plan: Plan;
  readonly file: string;
  readonly wires: WireCoverage;
}

export interface Playable {
  readonly person: Person;
  /** The file of the workflow, whatever the rehearsals say. */
  readonly workflow?: string;
}

export async function playRehearsalFiles(files: readonly string[], { person, workflow }: Playable): Promise<PlayedFiles> {
  const playing = new Playing(person, workflow ?? null);
  for (const file of files) await playing.file(file);
  return {
    rehearsals: playing.rehearsals, faults: faultsOf(playing),
    coverage: playing.covered.map(({ file, plan: { ir, unheld }, wires }) => ({ file, workflows: wires.of(ir), unheld })),
  };
}

class Playing {
  readonly rehearsals: PlayedRehearsal[] = [];
  readonly findings: Finding[] = [];
  readonly texts = new Map<string, string>();
  more = 0;
  readonly #person: Person;
  readonly #workflow: string | null;
  readonly #plans = new Map<string, PlanFile>();
  readonly #covered = new Map<string, Covered>();

  constructor(person: Person, workflow: string | null) {
    this.#person = person;
    this.#workflow = workflow;
  }

  get covered(): readonly Covered[] {
    return [...this.#covered.values()];
  }

  async file(file: string): Promise<void> {
    const text = this.#read(file);
    if (text === null) return;
    const { rehearsals, findings, lost } = readRehearsals(text, file);
    this.#find({ file }, findings);
    for (const rehearsal of rehearsals) await this.#play(rehearsal, { file, text, lost, isSound: findings.length === 0 });
  }

  #read(file: string): string | null {
    const read = new DiskSourceFiles({ folder: dirname(file), recipes: '', config: null }).read(basename(file));
    if (read.text !== undefined) this.texts.set(file, read.text);
    if (read.ok) return read.text;
    const [kind, words, hint] = whyNot[read.why];
    this.findings.push({ kind, file, span: badIn(read) ?? { start: 0, end: 0 }, message: `${quoted(file)} ${words}`, hint });
    return null;
  }

  async #play(rehearsal: Rehearsal, source: Source): Promise<void> {
    const plan = await this.#planOf(rehearsal, source);
    if (plan === null) return;
    const { ir } = plan.plan;
    const findings = told(checkRehearsal(rehearsal, ir, tasksOf(rehearsal, ir)), source.lost);
    this.#find(source, findings);
    // Of a file in which a line was not read, nothing is played: it may have said another thing.
    if (findings.length > 0 || !source.isSound) return;
    const played = playRehearsal(rehearsal, { ir, standIn });
    plan.wires.add(played.course);
    this.rehearsals.push(toldOf(rehearsal, played, source));
  }

  async #planOf(rehearsal: Rehearsal, source: Source): Promise<Covered | null> {
    const named = this.#workflow ?? this.#namedIn(rehearsal, source);
    if (named === null) return null;
    const path = resolve(named);
    const plan = this.#plans.get(path) ?? await readPlanFile(named, this.#person);
    if (!this.#plans.has(path) && !plan.ok) this.#spoilt(plan);
    this.#plans.set(path, plan);
    if (!plan.ok) return null;
    const covered = this.#covered.get(path) ?? { plan: plan.plan, file: named, wires: new WireCoverage() };
    this.#covered.set(path, covered);
    return covered;
  }

  #namedIn(rehearsal: Rehearsal, source: Source): string | null {
    const { named, findings } = workflowOf(rehearsal);
    this.#find(source, told(findings, source.lost));
    return named === null ? null : besides(source.file, named);
  }

  #spoilt({ findings, texts, more }: Wrong): void {
    this.findings.push(...findings);
    for (const [file, text] of texts) this.texts.set(file, text);
    this.more += more;
  }

  #find({ file }: Pick<Source, 'file'>, findings: readonly RehearsalFinding[]): void {
    this.findings.push(...findings.map((finding) => ({ ...finding, file })));
  }
}

/** A file that is named beside another one. */
function besides(file: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(file), name);
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly lost: Lost;
  /** Each line of it was read. */
  readonly isSound: boolean;
}

function toldOf(rehearsal: Rehearsal, { course, ending, problems }: Played, source: Source): PlayedRehearsal {
  const { file, line } = placeIn(source, rehearsal.span.start);
  return {
    file, line, name: rehearsal.name, ok: problems.length === 0, ending: endingText(ending),
    course: course.visits.filter(({ frame }) => frame === '@').map(({ step }) => step),
    lines: courseLines(course),
    problems: problems.map(({ span, message, lines }) => ({ ...placeIn(source, span.start), message, lines })),
  };
}

function placeIn({ file, text }: Pick<Source, 'file' | 'text'>, offset: number): Pick<Said, 'file' | 'line' | 'column'> {
  const before = text.slice(0, offset);
  const begins = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: Array.from(before.slice(begins)).length + 1 };
}
