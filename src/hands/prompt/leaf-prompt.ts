/** What a leaf is asked, and which values it finds in its box beside that. */

import type { AgentStep, TalkStep } from '../../kernel/ir.ts';
import { leafWords } from '../../kernel/outcomes.ts';
import type { Work } from '../hand-parts.ts';
import { sandboxNamed } from '../plan-parts.ts';
import type { Values } from '../values.ts';
import { assemblePrompt } from './assemble-prompt.ts';
import { type Ending, promptEnding } from './prompt-ending.ts';

export interface LeafPrompt {
  readonly prompt: string;
  readonly values: Values;
}

/** Without secrets, so that what is kept of it is what was asked. Throws `AgentError` where it is too long. */
export function leafPrompt(work: Work, step: AgentStep | TalkStep, { template, values }: { readonly template: string; readonly values: Values }): LeafPrompt {
  const { ids, scrubber } = work.parts;
  const prompt = assemblePrompt({ template, values, ending: promptEnding(endingOf(work, step)), nonce: ids.next() });
  return { prompt: scrubber.scrub(prompt), values: step.kind === 'agent' && step.approves !== undefined ? forReviewer(template, values) : values };
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
