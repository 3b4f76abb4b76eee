/**
 * The types that a JSDoc comment says, without its prose: in JavaScript they are the only ones, and prose by an agent has
 * no place among signatures.
 */

const TAG = /@(param|arg|argument|returns?|type|template|typedef|callback|property|prop|this|extends|implements|satisfies|throws|enum)\b/g;
const NAMED = new Set(['param', 'arg', 'argument', 'template', 'typedef', 'callback', 'property', 'prop']);
/** Say something without a type. */
const BARE = new Set(['template', 'callback']);
/** Characters of a type or a name; a longer one is left out. */
const MOST = 1_000;

/** Empty: it says none. */
export function jsdocTypes(comment: string): string {
  if (!comment.startsWith('/**')) return '';
  const text = comment.slice(3, -2).replaceAll(/\r?\n[ \t]*\*?/g, '\n');
  const tags = [...text.matchAll(TAG)].map(({ 1: tag = '', 0: word, index }) => toldTag(tag, text.slice(index + word.length, index + word.length + MOST)));
  const told = tags.filter((tag) => tag !== '');
  return told.length === 0 ? '' : `/** ${told.join(' ')} */`;
}

function toldTag(tag: string, rest: string): string {
  const type = bracesAt(rest.trimStart());
  if (type === '' && !BARE.has(tag)) return '';
  const after = rest.trimStart().slice(type.length).trimStart();
  const name = NAMED.has(tag) ? /^(?:[\w$.]+(?:,\s*[\w$]+)*|\[[\w$.]+(?:=[\w$.'"-]*)?\])/.exec(after)?.[0] ?? '' : '';
  return [`@${tag}`, type, name].filter((part) => part !== '').join(' ').replaceAll(/\s+/g, ' ');
}

/** `{…}` with all that it opens; empty, if it does not close. */
function bracesAt(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text[at] === '}' ? text.slice(0, at + 1) : '';
  }
  return '';
}
