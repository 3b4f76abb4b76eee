/** The verbs about workflows as texts: their words, and where their code is. */

import type { Verb } from './verb.ts';

const file = { name: 'FILE', says: 'a workflow: .esp, or a plan as .json, .yaml or .yml' };

export const languageVerbs: readonly Verb[] = [
  {
    name: 'check',
    summary: 'say everything that is wrong with workflows, each fault at its place',
    says: [
      'Reads each file with all that it includes and names (prompts, scripts, your own configuration), and tells every fault of all of them with its line, a code and the likeliest meaning. What nothing could hold is a fault as well. If there is one, the exit status is 2.',
      'Without a file: every .espalier/*.esp of this folder. Of a folder: every *.esp below it, but in no hidden folder other than .espalier, and no node_modules. Those that others include are checked with these.',
    ],
    arguments: [{ ...file, says: `${file.says}; or a folder, for every *.esp below it`, optional: true, many: true }],
    options: [], examples: ['check', 'check .espalier/fix.esp', 'check .espalier/fix.esp --json'], exits: [],
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'compile',
    summary: 'print the plan that a workflow becomes, as JSON',
    says: [
      'The plan is what a run freezes: one shape behind every notation, with every default in it. A plan that demands what nothing holds is printed as well, and that is said.',
    ],
    arguments: [file], options: [], examples: ['compile .espalier/fix.esp'], exits: [],
    load: async () => (await import('./compile.ts')).compile,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of a plan',
    says: ['Draft 7, for editors and for programs that write plans as JSON or YAML.'],
    arguments: [], options: [], examples: ['schema'], exits: [],
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'graph',
    summary: 'draw a workflow: its steps, its wires, what it calls and what its tasks run',
    says: [
      'Mermaid stands in Markdown, DOT is for Graphviz, SVG needs nothing else, JSON is for programs. Only what is wired is drawn; an outcome that is not halts.',
    ],
    arguments: [file],
    options: [{ name: 'format', value: 'F', among: ['mermaid', 'dot', 'svg', 'json'], says: 'mermaid, dot, svg or json; otherwise mermaid' }],
    examples: ['graph .espalier/fix.esp', 'graph .espalier/fix.esp --format svg > fix.svg'], exits: [],
    load: async () => (await import('./graph.ts')).graph,
  },
  {
    name: 'explain',
    summary: 'say what an error means, why it is one, and how it is mended',
    says: ['Every error of a workflow has a code that stays the same for ever. Without a code, all of them are listed.'],
    arguments: [{ name: 'CODE', says: 'a code, such as ESP106, or the name of its kind', optional: true }],
    options: [], examples: ['explain ESP106', 'explain'], exits: [],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'fmt',
    summary: 'lay workflows out in the one way that there is',
    says: [
      'Line breaks stay where the author put them; indentation, spaces and line ends are made one. Comments stay, and nothing changes its meaning. Each file is replaced whole, or left as it was; those that changed are named. A file with a fault of its form is left alone.',
    ],
    arguments: [{ name: 'FILE', says: 'workflows as .esp, or folders for every *.esp below them; `-` is standard input, laid out to standard output', many: true }],
    options: [{ name: 'check', says: 'write nothing; where a file would change, the exit status is 1' }],
    examples: ['fmt .espalier/fix.esp', 'fmt .espalier/fix.esp --check', 'fmt -'], exits: [1],
    load: async () => (await import('./fmt.ts')).fmt,
  },
  {
    name: 'completion',
    summary: 'print what a shell needs to complete verbs, options and files',
    says: ['For bash: `source <(espalier completion bash)`. For fish: `espalier completion fish | source`. For zsh: put it into a file `_espalier` of `$fpath`.'],
    arguments: [{ name: 'SHELL', says: 'bash, zsh or fish' }],
    options: [], examples: ['completion bash'], exits: [],
    load: async () => (await import('./completion.ts')).completion,
  },
];
