/** Words of a person's own configuration, and what is said of one in a repository's file. */
import type { CompileFinding } from '../compile/finding-kinds.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { laterWords } from '../syntax/grammar.ts';

/** Blocks that only a person's own configuration has. */
const onlyTheirs: readonly string[] = ['source', 'hosts', 'waiver', 'provider', 'registry'];

/** All that it has. */
export const ownWords: readonly string[] = [...onlyTheirs, 'budget', 'limits'];

/** Those that begin nothing in a repository's file: of this version, of a later one, or not alone. */
export const personsWords: readonly string[] = [...onlyTheirs, 'key', 'day', ...laterWords];

/** Within which block they are said. */
const within: Readonly<Record<string, string>> = { key: 'provider', keys: 'provider', day: 'budget' };

/** What is said of it where it does not begin a block of the configuration itself. */
export function ownSetting(word: string, finding: Finding): Finding {
  const block = within[word];
  return { ...finding, hint: block === undefined ? 'leave it out; no version has it yet' : `say it in a \`${block}\`` };
}

export function personsSetting(word: string): Pick<CompileFinding, 'kind' | 'message' | 'hint'> {
  const block = within[word];
  const own = 'your own configuration, `config.esp`';
  return {
    kind: 'persons-setting',
    message: word === 'day' ? '`day` bounds all runs of this machine, so a repository\'s file cannot say it' : `\`${word}\` widens what is allowed, so a repository's file cannot say it`,
    hint: block !== undefined ? `say it in the \`${block}\` of ${own}` : ownWords.includes(word) ? `say it in ${own}` : 'leave it out; no version has it yet',
  };
}
