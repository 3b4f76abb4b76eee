/**
 * The text of a `.rehearsal` file becomes its rehearsals, and everything that is wrong with it.
 *
 * A line says one thing. A line that nobody understands is a finding, and reading goes on with the
 * next: every fault is found in one pass.
 */

import { limits } from '../../ports/limits.ts';
import type { RehearsalFinding } from './finding-kinds.ts';
import { lineTokens } from './line-tokens.ts';
import type { Lost } from './lost.ts';
import type { Directive, Expectation, Rehearsal, Said } from './rehearsal.ts';
import type { TaskSpec } from '../../kernel/ir.ts';
import { type Block, readStatement, type Statement } from './read-statement.ts';
import { readTaskLine } from './read-task-line.ts';
import { Slip, TokenReader } from './token-reader.ts';

export interface ReadRehearsals {
  readonly rehearsals: readonly Rehearsal[];
  readonly findings: readonly (RehearsalFinding & { readonly file: string })[];
  /** What lines said that could not be read. */
  readonly lost: Lost;
}

interface Making {
  name: string;
  span: Said['span'];
  workflow: Said | null;
  given: { readonly name: Said; readonly value: string }[];
  tasks: readonly TaskSpec[] | null;
  directives: Directive[];
  expectations: Expectation[];
}

export function readRehearsals(text: string, file: string): ReadRehearsals {
  if (text.length > limits.sourceBytes) {
    const message = `it has ${text.length} characters, more than ${limits.sourceBytes}`;
    return { rehearsals: [], lost: { tasks: true, workflow: true }, findings: [{ kind: 'file-too-large', file, span: { start: 0, end: 0 }, message }] };
  }
  const reading = new Reading(file);
  let offset = 0;
  for (const line of text.split('\n')) {
    reading.line(line, offset);
    offset += line.length + 1;
  }
  reading.close(offset);
  return { rehearsals: reading.rehearsals, findings: reading.findings, lost: reading.lost };
}

class Reading {
  readonly findings: (RehearsalFinding & { readonly file: string })[] = [];
  readonly lost = { tasks: false, workflow: false };
  readonly #file: string;
  readonly #made: Making[] = [];
  /** Said before the first rehearsal: for each of them. */
  #workflow: Said | null = null;
  /** The tasks of a block that is open, and who gets them. */
  #block: { readonly tasks: TaskSpec[]; readonly span: Said['span']; readonly into: (tasks: readonly TaskSpec[]) => void } | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  get rehearsals(): readonly Rehearsal[] {
    return this.#made.map((made) => ({ ...made, workflow: made.workflow ?? this.#workflow }));
  }

  line(line: string, offset: number): void {
    const { tokens, findings } = lineTokens(line, offset);
    for (const finding of findings) this.#find(finding);
    if (findings.length > 0) this.#lose(line, offset);
    if (tokens.length === 0 || findings.length > 0) return;
    const reader = new TokenReader(tokens, offset + line.length);
    try {
      if (this.#block !== null) this.#taskLine(reader);
      else this.#take(readStatement(reader), tokens[0]?.span ?? { start: offset, end: offset });
    } catch (error) {
      if (!(error instanceof Slip)) throw error;
      this.#find(error.finding);
      this.#lose(line, offset);
    }
  }

  close(end: number): void {
    if (this.#block !== null) this.lost.tasks = true;
    if (this.#block !== null) this.#find({ kind: 'rehearsal-block', span: this.#block.span, message: 'this block of tasks is not closed', hint: 'end it with a line that says }' });
    if (this.#made.length === 0 && this.findings.length === 0) {
      this.#find({ kind: 'rehearsal-empty', span: { start: 0, end: Math.min(end, 1) }, message: 'there is no rehearsal in this file', hint: 'begin one with: rehearsal "what it shows"' });
    }
  }

  /** Of a line that cannot be read it matters whether it named tasks; a block that it begins is read all the same. */
  #lose(line: string, offset: number): void {
    const begins = line.trimEnd().endsWith('{');
    this.lost.tasks ||= begins || this.#block !== null;
    this.lost.workflow ||= line.trimStart().startsWith('workflow');
    if (begins) this.#block ??= { tasks: [], span: { start: offset, end: offset + line.length }, into: () => {} };
  }

  #taskLine(reader: TokenReader): void {
    const block = this.#block;
    if (block === null) return;
    if (reader.take('}')) {
      this.#block = null;
      block.into(block.tasks);
      return reader.end();
    }
    block.tasks.push(readTaskLine(reader));
  }

  #take(statement: Statement, span: Said['span']): void {
    if (statement.kind === 'rehearsal') {
      const { name } = statement;
      this.#made.push({ name, span, workflow: null, given: [], tasks: null, directives: [], expectations: [] });
      return;
    }
    const made = this.#made.at(-1);
    if (statement.kind === 'workflow') {
      if (made === undefined) this.#workflow = statement.file;
      else made.workflow = statement.file;
      return;
    }
    if (made === undefined) {
      throw new Slip({ kind: 'rehearsal-outside', span, message: 'this is in no rehearsal', hint: 'begin one with: rehearsal "what it shows"' });
    }
    this.#add(made, statement, span);
  }

  #add(made: Making, statement: Exclude<Statement, { kind: 'rehearsal' | 'workflow' }>, span: Said['span']): void {
    switch (statement.kind) {
      case 'given':
        return void made.given.push(statement);
      case 'tasks':
        this.#block = { tasks: [], span, into: (tasks) => { made.tasks = tasks; } };
        return;
      case 'expectation':
        return void made.expectations.push(statement.expectation);
      case 'directive':
        made.directives.push(statement.directive);
        if (statement.opens !== null) this.#openTasks(made, span, statement.opens);
    }
  }

  /** `plan ok tasks {`: what the last of its outcomes returns, or files. */
  #openTasks(made: Making, span: Said['span'], block: Block): void {
    const place = made.directives.length - 1;
    this.#block = { tasks: [], span, into: (tasks) => {
      const directive = made.directives[place];
      const last = directive?.outcomes.at(-1);
      if (directive === undefined || last === undefined) return;
      const given = block === 'tasks' ? { tasks } : { followUps: { tasks, waits: block === 'awaited' } };
      made.directives[place] = { ...directive, outcomes: [...directive.outcomes.slice(0, -1), { ...last, ...given }] };
    } };
  }

  #find(finding: RehearsalFinding): void {
    if (this.findings.length < limits.checkFindings) this.findings.push({ ...finding, file: this.#file });
  }
}
