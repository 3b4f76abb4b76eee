/** What a leaf is asked, and which values it finds in its box beside that. */

import type { AgentStep, TalkStep } from '../../kernel/ir.ts';
import { leafWords } from '../../kernel/outcomes.ts';
import type { Work } from '../hand-parts.ts';
import { sandboxNamed } from '../plan-parts.ts';
import type { Values } from '../values.ts';
import { assemblePrompt } from './assemble-prompt.ts';
import { fenced } from './fenced.ts';
import { type Ending, promptEnding } from './prompt-ending.ts';
import { dialogueText, spokenText, turnText } from './spoken-text.ts';

export interface LeafPrompt {
  readonly prompt: string;
  readonly values: Values;
}

export interface Asking {
  readonly template: string;
  readonly values: Values;
  /** The agent's program knows what was asked and said before. */
  readonly isResumed: boolean;
}

/** Without secrets, so that what is kept of it is what was asked. Throws `AgentError` where it is too long. */
export function leafPrompt(work: Work, step: AgentStep | TalkStep, { template, values, isResumed }: Asking): LeafPrompt {
  const { sheet, parts: { ids, scrubber } } = work;
  if (step.kind === 'talk' && isResumed) return { prompt: scrubber.scrub(turnText(sheet.words)), values };
  const nonce = ids.next();
  const ending = [...goingOn(work, nonce), promptEnding(endingOf(work, step))].join('\n');
  const spoken = step.kind === 'talk' ? '' : spokenText(sheet.words);
  const dialogue = step.kind === 'talk' ? dialogueText(sheet, nonce) : '';
  const prompt = `${spoken}${assemblePrompt({ template, values, ending: `${dialogue}${ending}`, nonce })}`;
  return { prompt: scrubber.scrub(prompt), values: step.kind === 'agent' && step.approves !== undefined ? forReviewer(template, values) : values };
}

const mostNote = 20_000;

/** A session that stopped is gone on with: its files are there, and its note is data of an agent's. */
function goingOn({ sheet: { note, session, guidance } }: Work, nonce: string): readonly string[] {
  if (note === null) return [];
  const who = session === null ? 'Somebody has begun this before you, and stopped before it was done' : 'You have begun this before, and stopped before it was done';
  const left = note === '' ? [] : ['What was left for you then:', fenced(note.slice(0, mostNote), nonce)];
  const red = guidance.length === 0 ? [] : ['What is still wrong is what the guidance above says.'];
  return [`${who}. What was changed so far is in the files. Look at it, and go on from there.`, ...left, ...red, ''];
}

function endingOf({ sheet, ir }: Work, step: AgentStep | TalkStep): Ending {
  const reaches = new Set(sandboxNamed(ir, 'sandbox' in step ? step.sandbox : undefined)?.reaches);
  const own = step.kind === 'agent' ? step : null;
  return {
    words: leafWords(step), approves: own?.approves ?? null, otherwise: own?.otherwise ?? null, returns: own?.returns ?? null,
    writes: sheet.writes?.allow ?? null, mayFollowUp: sheet.writes !== null && sheet.task !== null,
    hosts: (ir.hosts ?? []).filter(({ name }) => reaches.has(name)).flatMap(({ allow }) => allow),
  };
}

/** Who judges hears the reasons of authors only where its prompt names them: a good story is no good change. */
export function forReviewer(template: string, values: Values): Values {
  const isNamed = (name: string): boolean => new RegExp(`\\{\\{\\s*${name.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}\\s*\\}\\}`).test(template);
  return new Map([...values].filter(([name]) => !(name === 'guidance' || (name.endsWith('.text') && !name.startsWith('task.'))) || isNamed(name)));
}
