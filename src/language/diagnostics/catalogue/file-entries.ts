/** ESP5: files, prompts and includes. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const fileEntries: Entries = {
  'file-missing': {
    title: 'A file that is not there',
    says: 'The workflow names a file that does not exist. Names are relative to the file that says them.',
    ...shown('fix', 'prompt "wirte.md"', 'prompt "write.md"'),
  },
  'file-is-directory': {
    title: 'A folder where a file is wanted',
    says: 'The name is that of a folder. Name the file in it.',
    ...shown('fix', 'prompt "parts"', 'prompt "write.md"'),
  },
  'file-too-large': {
    title: 'A file that is too large',
    says: 'A source text, a prompt or a script has at most a mebibyte. What is larger would not fit an agent\'s attention either.',
    ...shown('fix', 'prompt "large.md"', 'prompt "write.md"'),
  },
  'file-not-text': {
    title: 'A file that is no text',
    says: 'Prompts, scripts and workflows are UTF-8 text without NUL characters. This one is something else.',
    ...shown('fix', 'prompt "image.png"', 'prompt "write.md"'),
  },
  'file-outside': {
    title: 'A file outside the folder of the workflow',
    says: 'A repository may come from anybody, so that nothing in it names what lies outside: no `..` beyond its folder, no absolute path, no link at the end of a name.',
    ...shown('fix', 'prompt "../write.md"', 'prompt "write.md"'),
  },
  'file-unreadable': {
    title: 'A file that cannot be read',
    says: 'It is there, and reading it failed: its permissions forbid it, or it is no regular file.',
    ...shown('fix', 'prompt "pipe.md"', 'prompt "write.md"'),
    beside: { 'pipe.md': '«a pipe»' },
  },
  'too-many-files': {
    title: 'More files than are read',
    says: 'A plan includes at most 64 files, and names at most 1,000. More would make a check endless.',
    ...shown('fix', '«64 times include "part-#.esp"  »', 'include "part.esp"'),
    beside: { '«64 times part-#.esp»': 'espalier 1\n' },
  },
  'include-cycle': {
    title: 'Files that include each other',
    says: 'An include brings the whole of another file. Files that include each other would never end; leave one of the includes out.',
    ...shown('fix', 'include "ring.esp"', 'include "part.esp"'),
  },
  'unknown-recipe': {
    title: 'A recipe that does not ship',
    says: '`include recipe NAME` brings a recipe that ships with Espalier. None has that name.',
    ...shown('fix', 'include recipe nothing', 'include "part.esp"'),
  },
  'unknown-variable': {
    title: 'A variable that means nothing there',
    says: 'What stands between `{{` and `}}` is a name of the table of values in docs/language.md: an input, what a step said, the task. There are no expressions. The agent would read the braces themselves.',
    ...shown('fix', 'prompt "mistyped.md"', 'prompt "write.md"'),
  },
  'variable-not-closed': {
    title: '`{{` without its end',
    says: 'A variable stands on one line between `{{` and `}}`.',
    ...shown('fix', 'prompt "open.md"', 'prompt "write.md"'),
  },
  'variable-in-command': {
    title: 'A variable in a command',
    says: 'Values reach a command as environment variables and as files, never as part of its text: a shell would run what somebody wrote there. The input `goal` is `$ESPALIER_GOAL`. Who means the braces themselves puts them into a script.',
    ...shown('tour', 'run "make {{ goal }}"', 'run "make all"'),
  },
};
