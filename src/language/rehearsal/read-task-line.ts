/** A task of a rehearsal on one line: `code export  unit export  writes src/export.ts  needs names`. */

import { efforts, type TaskKind, taskKinds, type TaskSpec } from '../../kernel/ir.ts';
import { example } from './example-tasks.ts';
import { Slip, type TokenReader } from './token-reader.ts';

interface Parts {
  writes: string[];
  needs: string[];
  judgedBy?: string[];
  unit?: string;
  control?: string;
  title?: string;
  effort?: NonNullable<TaskSpec['effort']>;
  mayBeEmpty?: boolean;
}

export function readTaskLine(reader: TokenReader): TaskSpec {
  const kind = kindOf(reader);
  const id = reader.word('the name of the task').text;
  const parts: Parts = { writes: [], needs: [] };
  while (!reader.isDone) readPart(reader, parts);
  return example(id, kind, parts);
}

function kindOf(reader: TokenReader): TaskKind {
  const { text, span } = reader.word('the kind of a task, or }');
  const kind = taskKinds.find((item) => item === text);
  if (kind !== undefined) return kind;
  throw new Slip({ kind: 'rehearsal-task', span, message: `unknown kind of task ${text}`, hint: `one of ${taskKinds.join(', ')}` });
}

function readPart(reader: TokenReader, parts: Parts): void {
  const title = reader.maybeText();
  if (title !== null) return void (parts.title = title);
  const { text: key, span } = reader.word('unit, writes, needs, judged-by, effort, control or may-be-empty');
  switch (key) {
    case 'unit': return void (parts.unit = reader.word('a unit').text);
    case 'writes': return void parts.writes.push(...list(reader, 'a path'));
    case 'needs': return void parts.needs.push(...list(reader, 'a task'));
    case 'judged-by': return void (parts.judgedBy = [...parts.judgedBy ?? [], ...list(reader, 'a test')]);
    case 'control': return void (parts.control = reader.text('what makes it red, in quotes').text);
    case 'may-be-empty': return void (parts.mayBeEmpty = true);
    case 'effort': {
      const said = reader.word('an effort');
      const effort = efforts.find((item) => item === said.text);
      if (effort !== undefined) return void (parts.effort = effort);
      throw new Slip({ kind: 'rehearsal-task', span: said.span, message: `unknown effort ${said.text}`, hint: `one of ${efforts.join(', ')}` });
    }
    default:
      throw new Slip({ kind: 'rehearsal-task', span, message: `a task has no ${key}`, hint: 'unit, writes, needs, judged-by, effort, control or may-be-empty' });
  }
}

function list(reader: TokenReader, what: string): readonly string[] {
  const items = [reader.value(what).text];
  while (reader.take(',')) items.push(reader.value(what).text);
  return items;
}
