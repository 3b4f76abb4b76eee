/**
 * The files that a plan names: each is there, is text and within its cap, and what its prompts hold
 * between braces means something in every step that uses them.
 */
import type { Ir, Step } from '../../kernel/ir.ts';
import { quoted } from '../../kernel/phrase.ts';
import type { Place, Places } from '../lower/places.ts';
import type { Suggest } from '../suggest.ts';
import type { Scope } from './scope.ts';
import { ambiguousNames, scopeOf, scopeOfStep } from './scope.ts';
import type { Texts } from './texts.ts';
import { badIn, whyNot } from './texts.ts';
import type { VariablesIn } from './variables.ts';
import { maxVariables, variablesIn } from './variables.ts';
import type { CompileFinding } from './finding-kinds.ts';

export interface FileCheck {
  readonly places: Places;
  readonly texts: Texts;
  readonly suggest: Suggest;
}

export function fileFindings(ir: Ir, check: FileCheck): readonly CompileFinding[] {
  const checking: Checking = { ...check, findings: [], told: new Set(), scanned: new Map() };
  for (const { path, message } of ambiguousNames(ir)) {
    const place = check.places.at(path);
    if (place !== null) checking.findings.push({ kind: 'reserved-name', ...place, message, hint: 'give it another name' });
  }
  for (const [at, agent] of ir.agents.entries()) {
    for (const list of ['instructions', 'skills'] as const) {
      for (const [place, name] of (agent[list] ?? []).entries()) take(checking, name, `agents/${at}/${list}/${place}`);
    }
  }
  for (const [at, workflow] of ir.workflows.entries()) {
    const scope = scopeOf(workflow);
    for (const [place, step] of workflow.steps.entries()) {
      checkStep(checking, step, { path: `workflows/${at}/steps/${place}`, scope, of: `step ${quoted(step.name)}` });
    }
  }
  return checking.findings;
}

interface Checking extends FileCheck {
  readonly findings: CompileFinding[];
  /** Places of variables that were reported: one prompt may be used by many steps. */
  readonly told: Set<string>;
  readonly scanned: Map<string, VariablesIn>;
}

interface Where {
  readonly path: string;
  readonly scope: Scope;
  /** The step, in words. */
  readonly of: string;
}

function checkStep(checking: Checking, step: Step, where: Where): void {
  if ((step.kind === 'agent' || step.kind === 'talk') && step.prompt !== '') checkPrompt(checking, step, where);
  else if (step.kind === 'ask') checkText(checking, step, { ...where, path: `${where.path}/question`, text: step.question });
  else if (step.kind === 'publish') checkText(checking, step, { ...where, path: `${where.path}/branch`, text: step.branch });
  else if (step.kind === 'run' && step.script !== undefined) take(checking, step.script, `${where.path}/script`);
  else if ((step.kind === 'run' || step.kind === 'wait') && step.command !== undefined) {
    checkCommand(checking, step, { ...where, path: `${where.path}/command`, text: step.command });
  }
}

/** Values are never spliced into a command. Braces around what is no name of ours are the command's own. */
function checkCommand(checking: Checking, step: Step, { text, path, scope }: Where & { readonly text: string }): void {
  if (!text.includes('{{')) return;
  const own = scopeOfStep(step);
  const placeOf = placeIn(checking, { text, path });
  for (const { name, span } of variablesIn(text).variables) {
    if (!scope.has(name) && !own.has(name)) continue;
    tell(checking, { place: placeOf(span), of: name }, () => ({
      kind: 'variable-in-command', message: `\`{{ ${name} }}\` stands in a command, which takes no variables`,
      hint: 'values come as environment variables, such as `$ESPALIER_GOAL`, and as files',
    }));
  }
}

/** The text of a file that the plan names; `null`, and a finding at the name, when it cannot be taken. */
function take({ texts, places, findings }: Checking, name: string, path: string): string | null {
  if (name === '') return null;
  const read = texts.readNamed(name);
  if (read.ok) return read.text;
  const bad = badIn(read);
  const place = bad === null ? places.at(path) : { file: texts.shown(name), span: bad };
  const [kind, words, hint] = whyNot[read.why];
  if (place !== null) findings.push({ kind, ...place, message: `${quoted(texts.shown(name))} ${words}`, hint });
  return null;
}

function checkPrompt(checking: Checking, step: Step & { readonly prompt: string }, where: Where): void {
  const text = take(checking, step.prompt, `${where.path}/prompt`);
  if (text === null) return;
  const { scanned, texts } = checking;
  const found = scanned.get(step.prompt) ?? variablesIn(text);
  scanned.set(step.prompt, found);
  blame(checking, step, { ...where, found, placeOf: (span) => ({ file: texts.shown(step.prompt), span }) });
}

function checkText(checking: Checking, step: Step, { text, ...where }: Where & { readonly text: string }): void {
  if (!text.includes('{{')) return;
  blame(checking, step, { ...where, found: variablesIn(text), placeOf: placeIn(checking, { text, path: where.path }) });
}

/** In a text of the workflow itself, the place is exact where the text holds no escapes. */
function placeIn({ places }: Checking, { text, path }: { readonly text: string; readonly path: string }): Found['placeOf'] {
  return ({ start, end }) => {
    const place = places.at(path);
    const isPlain = place !== null && place.span.end - place.span.start === text.length + 2;
    if (!isPlain) return place;
    const from = place.span.start + 1;
    return { file: place.file, span: { start: from + start, end: from + end } };
  };
}

interface Found extends Where {
  readonly found: VariablesIn;
  readonly placeOf: (span: Place['span']) => Place | null;
}

function blame(checking: Checking, step: Step, { found, placeOf, scope, of }: Found): void {
  const own = scopeOfStep(step);
  for (const { name, span } of found.variables) {
    if (scope.has(name) || own.has(name)) continue;
    tell(checking, { place: placeOf(span), of: name }, () => ({
      kind: 'unknown-variable', message: `\`{{ ${name.slice(0, 80)} }}\` means nothing in ${of}`,
      hint: checking.suggest(name, [...own, ...scope]),
    }));
  }
  for (const span of found.unclosed) {
    tell(checking, { place: placeOf(span), of: '{{' }, () => ({
      kind: 'variable-not-closed', message: '`{{` is not closed on its line', hint: 'a name and `}}`: `{{ goal }}`',
    }));
  }
  if (found.tooMany) {
    tell(checking, { place: placeOf({ start: 0, end: 0 }), of: '' }, () => ({
      kind: 'too-many', message: `the text holds more than ${maxVariables} variables`, hint: 'use fewer',
    }));
  }
}

interface About {
  readonly place: Place | null;
  /** The variable: in a text with escapes several have the text's own place. */
  readonly of: string;
}

function tell({ told, findings }: Checking, { place, of }: About, words: () => Pick<CompileFinding, 'kind' | 'message' | 'hint'>): void {
  const key = `${place?.span.start} ${place?.file} ${of}`;
  if (place === null || told.has(key)) return;
  told.add(key);
  findings.push({ ...words(), ...place });
}
