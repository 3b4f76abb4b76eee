/**
 * What can be wrong with the form of a file, with an example of each.
 *
 * Every example has that one fault and no other: a test holds them to it, and the catalogue of
 * codes is made from the same names.
 */

export type SyntaxKind =
  | 'not-text' | 'too-long' | 'too-deep' | 'bad-character' | 'bad-escape' | 'bad-number' | 'text-not-closed'
  | 'text-not-quoted' | 'header-missing' | 'header-again' | 'version-unknown' | 'unknown-keyword'
  | 'unknown-property' | 'name-expected' | 'value-missing' | 'value-of-wrong-shape' | 'value-too-many'
  | 'comma-missing' | 'bracket-not-closed' | 'brace-expected' | 'brace-not-closed' | 'brace-too-many'
  | 'property-twice' | 'wire-incomplete' | 'wire-misplaced';

const inStep = (text: string): string => `espalier 1\nworkflow fix {\n  step write {\n    ${text}\n  }\n}\n`;

/** The name of each kind, and a text that has it. */
export const syntaxFaults: Readonly<Record<SyntaxKind, string>> = {
  'not-text': 'espalier 1\n\u0000',
  'too-long': `espalier 1\n${'#'.repeat(1_048_576)}`,
  'too-deep': `espalier 1\n${'{'.repeat(300)}`,
  'bad-character': 'espalier 1;\n',
  'bad-escape': 'espalier 1\ngate unit "npm \\qest"\n',
  'bad-number': inStep('wait 3x'),
  'text-not-closed': 'espalier 1\ngate unit "npm test\n',
  'text-not-quoted': 'espalier 1\ntests [test/**]\n',
  'header-missing': 'root fix\n',
  'header-again': 'espalier 1\nespalier 1\n',
  'version-unknown': 'espalier 2\n',
  'unknown-keyword': 'espalier 1\nworkflw fix { step write { wait 1m } }\n',
  'unknown-property': inStep('agent coder  promt "prompts/write.md"'),
  'name-expected': 'espalier 1\nagent { use codex }\n',
  'value-missing': inStep('agent coder  max  timeout 3m'),
  'value-of-wrong-shape': inStep('agent coder  max "three"'),
  'value-too-many': inStep('agent coder  max 3 4'),
  'comma-missing': inStep('panel [coder skeptic]'),
  'bracket-not-closed': inStep('panel [coder, skeptic  max 3'),
  'brace-expected': 'espalier 1\nagent coder\n',
  'brace-not-closed': 'espalier 1\nworkflow fix {\n  step write { wait 1m }\n',
  'brace-too-many': 'espalier 1\nbudget { usd 3 } }\n',
  'property-twice': inStep('agent coder  max 3  max 4'),
  'wire-incomplete': inStep('agent coder  ok ->'),
  'wire-misplaced': 'espalier 1\nagent coder { use codex  ok -> end }\n',
};
