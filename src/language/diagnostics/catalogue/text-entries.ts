/** ESP0: the text and the shape of a file. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const textEntries: Entries = {
  'not-text': {
    title: 'The text is no text',
    says: 'The file holds a NUL character or half of a character. Most likely it is no text at all, or was damaged. Save it as UTF-8. This is of standard input (`espalier fmt -`); of a file it is `file-not-text`.',
    ...shown('input', 'use scripted«NUL» }', 'use scripted }'),
  },
  'too-long': {
    title: 'The text is too long',
    says: 'A source text may have a mebibyte. Longer ones are not read, so that a check always ends soon. Put parts of it into files of their own, and include them. This is of standard input (`espalier fmt -`); of a file it is `file-too-large`.',
    ...shown('input', '# «1048576 times a»\nagent coder', 'agent coder'),
  },
  'too-deep': {
    title: 'Braces are nested too deep',
    says: 'Nothing in the language nests more than a few levels deep. Here more braces are open than are ever needed; one is likely missing its end.',
    ...shown('fix', 'landing [unit]\n«300 times {»«300 times }»', 'landing [unit]'),
  },
  'bad-character': {
    title: 'A character that means nothing here',
    says: 'Between words and texts in quotes only a few signs mean something: braces, brackets, parentheses, commas, colons, dots and arrows. Texts stand in quotes; nothing ends with a semicolon.',
    ...shown('fix', 'landing [unit];', 'landing [unit]'),
  },
  'bad-escape': {
    title: 'An escape that there is not',
    says: 'In a text a backslash begins an escape: \\" \\\\ \\n \\t or \\u{1F331}. A backslash that is meant as one is written twice.',
    ...shown('fix', 'gate unit "npm \\test \\all"', 'gate unit "npm test"'),
  },
  'bad-number': {
    title: 'A number that cannot be read',
    says: 'A number is digits, perhaps with a decimal point, and one unit behind it: K, M or G, ms, s, m, h or d. Nothing stands between them.',
    ...shown('tour', 'wait 10x', 'wait 10m'),
  },
  'text-not-closed': {
    title: 'A text without its closing quote',
    says: 'A text begins and ends on one line. Without the second quote it is not known where it ends, so what follows it on that line is not read. A line end within a text is written \\n.',
    ...shown('fix', 'gate unit "npm test { role tests }', 'gate unit "npm test" { role tests }'),
  },
  'text-not-quoted': {
    title: 'A text without quotes',
    says: 'Paths, commands and questions are texts and stand in quotes; only names stand without. What stands here cannot be a name.',
    ...shown('fix', 'writes code [src/**]', 'writes code ["**"]'),
  },
  'header-missing': {
    title: 'The first line does not say the version',
    says: 'A file begins with the version of the language that it is written in: `espalier 1`. So a later version can still read it as it was meant.',
    ...shown('fix', 'agent coder ', 'espalier 1\n\nagent coder '),
  },
  'header-again': {
    title: 'The version is said again',
    says: 'The version stands in the first line, once.',
    ...shown('fix', 'espalier 1\nespalier 1\n', 'espalier 1\n'),
  },
  'version-unknown': {
    title: 'A version of the language that this program does not know',
    says: 'This program reads version 1. A file of a later version may mean things that it would misread, so it does not try. Use a newer Espalier for it.',
    ...shown('fix', 'espalier 9', 'espalier 1'),
  },
  'unknown-keyword': {
    title: 'A word that begins nothing',
    says: 'A file is made of blocks and settings, each of which begins with a word of the language. This is none of them, so what follows it is not read.',
    ...shown('fix', 'agnet coder   {', 'agent coder   {'),
  },
  'unknown-property': {
    title: 'A property that there is not',
    says: 'Each kind of block has its properties, and no others. A word that nobody knows would be a wish that nobody holds, so it is an error and not a comment.',
    ...shown('fix', 'promt "write.md"', 'prompt "write.md"'),
  },
  'name-expected': {
    title: 'A name is missing',
    says: 'This block is referred to by a name, so it needs one: small letters, digits and `-`, a letter first.',
    ...shown('fix', 'agent { use scripted }\nagent skeptic {', 'agent skeptic {'),
  },
  'value-missing': {
    title: 'A value is missing',
    says: 'The property stands without what it is to be. Write the value behind it.',
    ...shown('fix', 'writes code ["**"]  max\n', 'writes code ["**"]  max 3\n'),
  },
  'value-of-wrong-shape': {
    title: 'A value of another shape',
    says: 'Each property has one shape: a name, a text in quotes, a number, or a list of one of these. What stands here is another.',
    ...shown('fix', 'max "three"', 'max 3'),
  },
  'value-too-many': {
    title: 'A value too many',
    says: 'The property takes fewer values than stand here. Several values stand in a list with commas, where a list is taken.',
    ...shown('fix', 'max 3 4', 'max 3'),
  },
  'comma-missing': {
    title: 'A comma is missing',
    says: 'The entries of a list have commas between them. Without one it is not known whether the list goes on.',
    ...shown('tour', 'panel [critic skeptic]', 'panel [critic, skeptic]'),
  },
  'bracket-not-closed': {
    title: 'A bracket is not closed',
    says: 'The list that begins here has no end. What follows is read as if it ended where a word of the language stands.',
    ...shown('tour', 'panel [critic, skeptic  prompt', 'panel [critic, skeptic]  prompt'),
  },
  'brace-expected': {
    title: 'A brace is missing',
    says: 'What belongs to this block stands in braces behind its name.',
    ...shown('fix', 'agent skeptic use scripted', 'agent skeptic { use scripted }'),
  },
  'brace-not-closed': {
    title: 'A brace is not closed',
    says: 'The block that begins here has no end. Each `{` has its `}`.',
    ...shown('tour', 'ok -> end  fail -> halt\n  }\n', 'ok -> end  fail -> halt\n  }\n}\n'),
  },
  'brace-too-many': {
    title: 'A brace too many',
    says: 'This `}` closes nothing. Either it is one too many, or a block ended earlier than was meant.',
    ...shown('fix', 'agent skeptic { use scripted } }', 'agent skeptic { use scripted }'),
  },
  'property-twice': {
    title: 'A property is said twice',
    says: 'Each property stands once in its block. Of two it would not be known which holds.',
    ...shown('fix', 'max 3  max 4', 'max 3'),
  },
  'wire-incomplete': {
    title: 'A wire without its end',
    says: 'A wire is an outcome, an arrow and where it leads: a step, `end` or `halt`.',
    ...shown('fix', 'green -> review  red ->', 'green -> review  red -> write'),
  },
  'wire-misplaced': {
    title: 'A wire outside a step',
    says: 'Wires belong to steps: they say where a step\'s outcomes lead. Nothing else has outcomes.',
    ...shown('fix', 'agent skeptic { use scripted  ok -> review }', 'agent skeptic { use scripted }'),
  },
  'no-kind-in-a-step': {
    title: 'A step that does nothing',
    says: 'A step does one thing: run, agent, panel, gate, measure, ask, talk, grow, call, land, publish, learn or wait. Here none of these words stands.',
    ...shown('tour', 'step pause {\n    ok -> poll', 'step pause {\n    wait 10m\n    ok -> poll'),
  },
  'two-kinds-in-a-step': {
    title: 'A step that does two things',
    says: 'A step does one thing, so that its outcomes are those of that thing. Make two steps, and wire one to the other.',
    ...shown('tour', 'wait 10m  ask "Now?"', 'wait 10m'),
  },
  'property-not-here': {
    title: 'A property of another kind of step',
    says: 'The property exists, but this kind of step does not have it. It would have no effect here, so it is refused.',
    ...shown('tour', 'wait 10m  prompt "look.md"', 'wait 10m'),
  },
  'setting-missing': {
    title: 'A setting that has no default',
    says: 'Most settings have a default. This one has none, because any would be a guess.',
    ...shown('fix', 'agent skeptic { effort high }', 'agent skeptic { use scripted }'),
  },
  'said-twice': {
    title: 'What is said once is said again',
    says: 'A plan has this setting once, in all its files together. Of two it would not be known which holds.',
    ...shown('fix', 'landing [unit]\nlanding [unit]', 'landing [unit]'),
  },
  'no-workflow': {
    title: 'Nothing to begin with',
    says: 'A run begins with the first workflow of its file, or with the one that `root` names. This file has none of its own.',
    ...shown('part', 'agent helper { use scripted }', 'workflow part { step pause { wait 1m  ok -> end } }'),
  },
  'too-many': {
    title: 'More entries than are taken',
    says: 'Lists have a bound far above what anybody writes, so that every check ends soon.',
    ...shown('fix', 'landing [«1001 times unit, »]', 'landing [unit]'),
  },
  'text-too-long': {
    title: 'A text that belongs in a file',
    says: 'A text in a workflow has at most 64,000 characters. A longer one belongs into a file of its own: a prompt, or a script.',
    ...shown('tour', 'ask "«10000 times Go on? »"', 'ask "Go on?"'),
  },
};
