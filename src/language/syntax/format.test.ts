import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { format } from './format.ts';

function formatted(text: string): string {
  const result = format({ file: 'a.esp', text });
  return result.ok ? result.text : result.findings.map(({ kind }) => kind).join();
}

const looks: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'a block of one line stays one': [
    'espalier   1\nagent a {use codex  effort high}',
    'espalier 1\nagent a { use codex  effort high }\n',
  ],
  'a block with a line break has its braces at the ends of lines': [
    'espalier 1\ngate unit "npm test"\n{ in box\ntimeout 3m } root w',
    'espalier 1\ngate unit "npm test" {\n  in box\n  timeout 3m\n}\nroot w\n',
  ],
  'an empty block is two braces': ['espalier 1\nsandbox box {\n\n}', 'espalier 1\nsandbox box {}\n'],
  'comments stay where they are': [
    '# first\nespalier 1 # version\nagent a { # why\nuse codex\n# last\n} # end',
    '# first\nespalier 1  # version\nagent a {  # why\n  use codex\n  # last\n}  # end\n',
  ],
  'at most one empty line, and none at the edges of a block': [
    'espalier 1\n\n\n\nagent a {\n\n\nuse codex\n\n\n\nmodel "x"\n\n}\n\n\n',
    'espalier 1\n\nagent a {\n  use codex\n\n  model "x"\n}\n',
  ],
  'lists keep their lines, and what goes on is indented': [
    'espalier 1\ntests [\n"a",\n  "b" ,\n]\nworkflow w { step s { run\n"x" ok->end fail -> end   as bad } }',
    'espalier 1\ntests [\n  "a",\n  "b",\n]\nworkflow w {\n  step s {\n    run\n      "x"  ok -> end  ' +
      'fail -> end as bad\n  }\n}\n',
  ],
  'brackets stand at what they belong to': [
    'espalier 1 workflow w ( goal text="x" ,n number ) { step s { call v ( goal:plan.text )  panel [ a,b , ] } }',
    'espalier 1  workflow w(goal text = "x", n number) { step s { call v(goal: plan.text)  panel [a, b,] } }\n',
  ],
  'CRLF becomes LF, and a mark of the byte order goes': ['\uFEFFespalier 1\r\nroot w\r\n', 'espalier 1\nroot w\n'],
};

for (const [what, [before, after]] of Object.entries(looks)) {
  test(what, () => {
    equal(formatted(before), after);
    equal(formatted(after), after);
  });
}

test('a file with a fault of its form is left alone, and the fault is said', () => {
  deepEqual(formatted('espalier 1\nagent a { use codex'), 'brace-not-closed');
});
