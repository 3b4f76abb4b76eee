/** `explain [CODE]`: what a code means, why it is refused, and how it is mended. */
import { explainCode, listCodes } from '../compose/explain-code.ts';
import { nearestWords } from '../compose/nearest-word.ts';
import { exitCodes } from './exit-codes.ts';
import { columns } from './print/table.ts';
import { type Line, styled } from './print/line.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const explain: Act = (call, terminal) => {
  const [word] = call.arguments;
  if (word === undefined) {
    if (call.isJson) terminal.json({ codes: listCodes() });
    else list(terminal);
    return Promise.resolve(exitCodes.ok);
  }
  const found = explainCode(word);
  if (found === null) throw new UsageError(`There is no code ${word}.${meant(word)}`);
  if (call.isJson) terminal.json(found);
  else {
    terminal.print(
      [styled('strong', found.head)], '', ...wrapped(found.says),
      ...piece('With', found.beside), ...piece('Wrong', found.example), ...piece('Right', found.remedy),
    );
  }
  return Promise.resolve(exitCodes.ok);
};

function list(terminal: Terminal): void {
  const groups = Map.groupBy(listCodes(), ({ group }) => group);
  for (const [group, codes] of groups) {
    terminal.print([styled('strong', group)], ...columns(codes.map(({ code, title }) => [`  ${code}`, title])), '');
  }
}

function meant(word: string): string {
  const codes = listCodes();
  const [near] = nearestWords(word, codes.flatMap(({ code, kind }) => [code, kind]));
  return near === undefined ? ' `espalier explain` lists those there are.' : ` Did you mean ${near}?`;
}

const pieceStyles = { With: 'dim', Wrong: 'bad', Right: 'good' } as const;

function piece(title: keyof typeof pieceStyles, lines: readonly string[]): readonly Line[] {
  return lines.length === 0 ? [] : ['', [styled(pieceStyles[title], `${title}:`)], ...lines.map((line) => `  ${line}`)];
}

const width = 100;

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
