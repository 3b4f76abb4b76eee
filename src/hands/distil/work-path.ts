/** A path that a tool named, relative to the workspace; nothing where it leads out of it, or is none. */

/** Where every box has the workspace. */
export const workspace = '/work';

const mostCharacters = 1_024;

export function workPath(text: string): string | undefined {
  const plain = text.replace(/^file:\/\/(?=\/)/, '');
  if (plain.length > mostCharacters || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(plain)) return undefined;
  const parts = plain.split('/');
  if (parts[0] === '') {
    if (parts[1] !== workspace.slice(1)) return undefined;
    parts.splice(0, 2);
  }
  const kept = parts.filter((part) => part !== '' && part !== '.');
  return kept.length === 0 || kept.includes('..') ? undefined : kept.join('/');
}
