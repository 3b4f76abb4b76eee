/**
 * What can be wrong with a plan's text besides its form and besides what the kernel's checker says,
 * as the catalogue of codes knows it; with an example of each.
 *
 * An example is the entry's text, or the texts of several files of which `fix.esp` is the entry.
 */
import type { IrFaultCode } from '../../kernel/check/fault-codes.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SyntaxKind } from '../syntax/finding-kinds.ts';

export const compileKinds = [
  // Numbers.
  'number-unit', // a unit that its place does not have, or none where one is needed
  'number-not-whole', // finer than what is counted
  'number-too-large', // more than can be counted
  // Steps and settings.
  'no-kind-in-a-step', // a step that does nothing
  'two-kinds-in-a-step', // a step that does two things at once
  'property-not-here', // a property that this kind of step does not have
  'setting-missing', // what has no default was not said
  'said-twice', // what may be said once was said before
  'no-workflow', // nothing to begin with
  'too-many', // more entries than are taken
  'text-too-long', // a text that belongs in a file of its own
  'cycle-without-cap', // a loop that only the default ends
  // Files.
  'include-cycle', // files include each other
  'unknown-recipe', // no recipe of that name ships
  'file-missing',
  'file-is-directory',
  'file-too-large',
  'file-not-text',
  'file-outside', // a name that leads out of the workflow's folder
  'file-unreadable', // neither a text nor a folder, or not allowed
  'too-many-files',
  // Prompts.
  'unknown-variable', // `{{ name }}` that means nothing there
  'variable-not-closed', // `{{` without its end
  'variable-in-command', // `{{ name }}` in a command, which takes none
  // Whose file it is, and what nothing holds.
  'persons-setting', // a repository's file widens what is allowed
  'not-in-configuration', // a person's configuration says what is a repository's
  'bad-url', // where nobody could be asked, or everybody on the way would read the key
  'bad-key-place', // no place where a key could be kept, or the key itself
  'unknown-adapter', // `use` of what does not exist
  'not-held', // a demand that the chosen adapter does not hold
  'no-model', // an agent whose cost could not be held, or that has no model at all
] as const;

export type CompileKind = (typeof compileKinds)[number];

/** Who reads a text meets faults of its form and of its meaning as well. */
export type FindingKind = CompileKind | SyntaxKind | IrFaultCode;

export type CompileFinding = Finding & { readonly kind: FindingKind };

/** Texts by name; `fix.esp` is the entry, `config:/config.esp` the person's own. */
export type Example = Readonly<Record<string, string>>;

const pause = 'workflow fix { step pause { wait 1m  ok -> end } }\n';
const only = (text: string): Example => ({ 'fix.esp': `espalier 1\n${text}` });
const also = (text: string): Example => only(`${text}${pause}`);
const asks = (prompt: string): Example => ({
  ...only('agent coder { use scripted }\nworkflow fix {\n  step look { agent coder  prompt "look.md"  ok -> end  fail -> halt }\n}\n'),
  'look.md': prompt,
});

/** Each yields its kind before any other. */
export const compileExamples: Readonly<Partial<Record<CompileKind, Example>>> = {
  'number-unit': only('workflow fix { step pause { wait 90  ok -> end } }\n'),
  'number-not-whole': also('budget { tokens 0.5 }\n'),
  'number-too-large': also('budget { tokens 99999999999999999999 }\n'),
  'no-kind-in-a-step': only('workflow fix { step pause { ok -> end } }\n'),
  'two-kinds-in-a-step': only('workflow fix { step pause { wait 1m  ask "Go on?"  ok -> end } }\n'),
  'property-not-here': only('workflow fix { step pause { wait 1m  prompt "look.md"  ok -> end } }\n'),
  'setting-missing': also('agent coder { effort high }\n'),
  'said-twice': also('tests ["test/**"]\ntests ["spec/**"]\n'),
  'no-workflow': only('tests ["test/**"]\n'),
  'too-many': also(`agent coder { use scripted  instructions [${'"a.md", '.repeat(1_001)}] }\n`),
  'text-too-long': only(`workflow fix { step pause { ask "${'a'.repeat(64_001)}"  ok -> end } }\n`),
  'cycle-without-cap': only(
    'workflow fix {\n  step build { run "make"  ok -> end  fail -> clean }\n  step clean { run "make clean"  ok -> build  fail -> halt }\n}\n',
  ),
  'include-cycle': { ...also('include "part.esp"\n'), 'part.esp': 'espalier 1\ninclude "part.esp"\n' },
  'unknown-recipe': also('include recipe nothing\n'),
  'file-missing': also('include "part.esp"\n'),
  'file-is-directory': { ...also('include "parts"\n'), 'parts/one.esp': 'espalier 1\n' },
  'file-too-large': asks('a'.repeat(1_048_577)),
  'file-not-text': asks('\0'),
  'file-outside': also('include "../part.esp"\n'),
  'unknown-variable': asks('Look at {{ goal }}.\n'),
  'variable-not-closed': asks('Look at {{ patch.\n'),
  'variable-in-command': only('workflow fix(goal) { step build { run "make {{ goal }}"  ok -> end  fail -> halt } }\n'),
  'persons-setting': also('source issues "gh issue list"\n'),
  'not-in-configuration': { ...only(pause), 'config:/config.esp': 'espalier 1\nagent coder { use scripted }\n' },
  'bad-url': { ...only(pause), 'config:/config.esp': 'espalier 1\nprovider local { speaks chat  url "models"  key env "LOCAL_KEY" }\n' },
  'bad-key-place': { ...only(pause), 'config:/config.esp': 'espalier 1\nprovider local { speaks chat  url "http://[::1]"  key env "sk-1" }\n' },
  'unknown-adapter': also('agent coder { use claud }\n'),
  'not-held': also('sandbox box { use bubblewrap  memory 4G }\n'),
  'no-model': also('agent coder { use pi }\n'),
};
