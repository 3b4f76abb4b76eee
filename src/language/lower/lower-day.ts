/** `day { usd 20 }` of a person's own budget: what all runs of this machine may use in one day. */
import { personsSetting } from './persons-own-words.ts';
import { BlockReader } from './block-reader.ts';

/** `null`: not limited. */
export interface DayBudget {
  readonly usdMicros: number | null;
  readonly tokens: number | null;
}

export const noDay: DayBudget = { usdMicros: null, tokens: null };

/** Of a budget's block. In a repository's file it is refused: it bounds what is not that repository's. */
export function lowerDay(read: BlockReader, isOwn: boolean): DayBudget {
  const [block, again] = read.block.entries.filter((entry) => entry.kind === 'block');
  if (block === undefined) return noDay;
  if (!isOwn) read.say('persons-setting', block.keyword.span, personsSetting('day'));
  if (again !== undefined) read.say('said-twice', again.keyword.span, { message: '`day` is said a second time', hint: 'say it once' });
  const day = new BlockReader(read.site, block, 'day');
  return { usdMicros: day.number('usd', 'usd', 'usdMicros') ?? null, tokens: day.number('tokens', 'count') ?? null };
}
