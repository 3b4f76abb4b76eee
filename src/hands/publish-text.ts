/** What is told of a stack where it is published: made of what the journal knows, never of what an agent says of itself. */

import type { ReviewedUnit, Work } from './hand-parts.ts';
import { harmless } from './commit-message.ts';

export function publishTitle({ parts, ir }: Work): string {
  return `Espalier: ${harmless(ir.root)} (${parts.run})`;
}

/** Paths that are run elsewhere come first: whoever merges this runs them. */
export function publishBody({ parts }: { readonly parts: Pick<Work['parts'], 'run'> }, { commit, stack }: { readonly commit: string; readonly stack: readonly ReviewedUnit[] }): string {
  const elsewhere = stack.flatMap(({ executed }) => executed);
  const lines = [
    `${stack.length} ${stack.length === 1 ? 'change' : 'changes'}, each green before it landed and again on the tip. Run \`${parts.run}\`, commit \`${commit}\`.`,
    ...(elsewhere.length === 0 ? [] : ['', '**Run elsewhere, by whoever has this** (continuous integration, hooks, editors):', ...elsewhere.map((path) => `- ${plain(path)}`)]),
    '', ...stack.map(unitLine),
  ];
  return `${lines.join('\n')}\n`;
}

function unitLine({ title, commit, paths, gates }: ReviewedUnit): string {
  const proved = gates.length === 0 ? '' : `; ${gates.map(plain).join(', ')} green`;
  return `- \`${commit.slice(0, 12)}\` ${plain(title)} (${paths} ${paths === 1 ? 'path' : 'paths'}${proved})`;
}

/** Titles and paths are an agent's words: shown as they are, and no link, picture or markup of the page that shows them. */
function plain(text: string): string {
  return harmless(text).replaceAll(/[\\`*_~[\]()<>!|&#{}]|:(?=\/\/)|(?<=www)\./gi, '\\$&');
}
