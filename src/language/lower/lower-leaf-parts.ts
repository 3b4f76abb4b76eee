/** What leaves share, be they agents or commands: what they write, and read from outside. */
import type { TaskKind, Writes } from '../../kernel/ir.ts';
import { taskKinds } from '../../kernel/ir.ts';
import type { BlockReader } from './block-reader.ts';
import { given } from './lowering.ts';

export interface LeafParts {
  readonly reads?: readonly string[];
  readonly waiver?: string;
  readonly writes?: Writes;
  readonly writesKind?: TaskKind;
  readonly fresh?: boolean;
}

export function lowerLeafParts(read: BlockReader): LeafParts {
  return {
    ...lowerGiven(read),
    ...lowerWrites(read),
    ...given('fresh', read.clause('fresh') === undefined ? undefined : true),
  };
}

/** The same of who writes nothing: a panel. */
export function lowerGiven(read: BlockReader): Pick<LeafParts, 'reads' | 'waiver'> {
  return { ...given('reads', read.names('reads')), ...given('waiver', read.name('waiver')) };
}

/** `writes task.writes`, `writes docs ["docs/**"]`, `writes code ["**"]`. */
function lowerWrites(read: BlockReader): Pick<LeafParts, 'writes' | 'writesKind'> {
  const clause = read.clause('writes');
  if (clause === undefined) return {};
  const [first, ...rest] = clause.values;
  if (first?.kind === 'word' && first.text === 'task.writes' && rest.length === 0) {
    read.place('writes', first.span);
    return { writes: 'task.writes' };
  }
  if (first?.kind !== 'word') return { writes: read.textsOf(clause.values, 'writes', clause.span) };
  const kind = taskKinds.find((one) => one === first.text);
  if (kind === undefined || rest.length === 0) {
    read.misshapen(clause.span, '`writes task.writes`, `writes docs ["docs/**"]` or `writes code ["**"]`');
    return {};
  }
  read.place('writesKind', first.span);
  return { writes: read.textsOf(rest, 'writes', clause.span), writesKind: kind };
}
