/**
 * What may follow a keyword: the parts of which the grammar's table is made.
 *
 * Each shape can be told by its first token, so that reading never goes back.
 */

/** What a name is the name of, for who completes it. */
export type NameOf =
  | 'agent' | 'sandbox' | 'service' | 'gate' | 'workflow' | 'step' | 'source' | 'hosts' | 'waiver' | 'provider' | 'registry'
  | 'input' | 'outcome' | 'program' | 'recipe' | 'remote' | 'person' | 'machine';

export type Shape =
  /** A name, without a point. */
  | { readonly is: 'name'; readonly of: NameOf }
  /** One of these words, as it is. */
  | { readonly is: 'word'; readonly words: readonly string[] }
  /** `plan.tasks`: a name, a point and one of these; with `bare` the name alone will do. */
  | { readonly is: 'path'; readonly ends: readonly string[]; readonly bare: boolean }
  | { readonly is: 'text' }
  | { readonly is: 'number'; readonly measure: 'count' | 'time' | 'size' | 'usd' | 'decimal' }
  /** One or several, in brackets or with commas between them. */
  | { readonly is: 'list'; readonly item: Shape }
  | { readonly is: 'all'; readonly parts: readonly Shape[] }
  | { readonly is: 'either'; readonly parts: readonly Shape[] }
  | { readonly is: 'maybe'; readonly part: Shape }
  | { readonly is: 'many'; readonly part: Shape }
  /** `(goal: plan.text, count: 3)`. */
  | { readonly is: 'arguments'; readonly value: Shape };

/** Said in one phrase: `a name`, `` `attempt` or `effort` ``. */
export function phraseOf(shape: Shape): string {
  switch (shape.is) {
    case 'name': return 'a name';
    case 'word': return orListed(shape.words.map((word) => `\`${word}\``));
    case 'path': return `a path such as \`${shape.ends[0] === 'writes' ? 'task' : 'plan'}.${shape.ends[0] ?? ''}\``;
    case 'text': return 'a text in quotes';
    case 'number': return numbers[shape.measure];
    case 'list': return severalOf(shape.item);
    case 'all': return shape.parts.map(phraseOf).join(' and ');
    case 'either': return orListed(shape.parts.map(phraseOf));
    case 'maybe': return phraseOf(shape.part);
    case 'many': return `${phraseOf(shape.part)}, as often as needed`;
    case 'arguments': return 'arguments in round brackets';
  }
}

const numbers = {
  count: 'a number',
  decimal: 'a number',
  usd: 'a number of dollars',
  time: 'a time such as `10m`',
  size: 'a size such as `4G`',
} as const;

function severalOf(item: Shape): string {
  if (item.is === 'name') return 'names with commas between them';
  return item.is === 'text' ? 'texts in quotes with commas between them' : `some of ${phraseOf(item)}`;
}

function orListed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
