/**
 * A person's own configuration as it may be shown: who wrote a key where its place belongs is not to meet it in a log.
 *
 * What stands in a `provider` or a `registry`, or behind a `key` that stands alone, is shown by its keywords; every
 * character keeps its offset. Short words stay: no key is as short.
 */
import type { Finding } from '../diagnostics/diagnostic.ts';
import { fileBody, keywordsOf } from '../syntax/grammar.ts';

const regions = /\b(?:provider|registry)\b(?:"[^"\n]*"|[^}"]|")*|\bkeys?\b[^\n]*\n?[^\n]*/g;
const words = /[^\s"{}[\],]{6,}/g;
/** Characters of hidden words that messages are compared with. */
const mostHidden = 65_536;

export function hideKeys(text: string): string {
  return text.replaceAll(regions, (region) => region.replaceAll(words, (word) => (spoken.has(word) ? word : '*'.repeat(word.length))));
}

/** What a finding quotes of what is hidden is left out of it. */
export function keyHider(text: string): (finding: Finding) => Finding {
  const hidden = [...text.matchAll(regions)].flatMap(([region]) => [...region.matchAll(words)].map(([word]) => word))
    .filter((word) => !spoken.has(word)).join(' ').slice(0, mostHidden);
  const hide = (said: string): string => said.replaceAll(/`([^`]*)`/g, (quoted, inner: string) => {
    const plain = inner.replace(/…$/, '');
    return plain.length >= 6 && !spoken.has(plain) && hidden.includes(plain) ? '`…`' : quoted;
  });
  return (finding) => ({ ...finding, message: hide(finding.message) });
}

const spoken: ReadonlySet<string> = new Set(['provider', 'registry'].flatMap((keyword) => {
  const rule = fileBody.blocks.get(keyword);
  const all = JSON.stringify(rule === undefined ? [] : [...rule.body.properties.values()]).match(/[a-z]+/g) ?? [];
  return [keyword, ...(rule === undefined ? [] : keywordsOf(rule.body)), ...all];
}));
