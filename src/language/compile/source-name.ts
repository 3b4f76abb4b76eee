/**
 * Names of source texts: relative to the file that says them, and never out of its tree.
 *
 * The plan holds these names and no paths of a machine, so that the same texts give the same plan
 * everywhere. A tree's own prefix, as of `recipe:develop/…`, is not written in a file by hand.
 */

const most = 1_024;

/** The name that `said` means in the file `from`; `null` when it leads out, or is no name. */
export function resolveName(from: string, said: string): string | null {
  if (said === '' || said.length > most || said.startsWith('/') || !isPlain(said)) return null;
  const { tree, path } = partsOf(from);
  const segments = path.split('/').slice(0, -1);
  for (const segment of said.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.length === 0 ? null : tree + segments.join('/');
}

/** The entry of a recipe that ships. */
export function recipeEntry(name: string): string {
  return `recipe:${name}/${name}.esp`;
}

/** The recipe whose entry a name is. */
export function recipeOf(name: string): string | null {
  const { tree, path } = partsOf(name);
  const recipe = tree.startsWith('recipe:') ? tree.slice('recipe:'.length, -1) : null;
  return recipe !== null && path === `${recipe}.esp` ? recipe : null;
}

/** A name's tree, with its last slash, and the path within; the entry's own tree is the empty one. */
export function partsOf(name: string): { readonly tree: string; readonly path: string } {
  const colon = name.indexOf(':');
  const slash = colon === -1 ? -1 : name.indexOf('/', colon);
  return slash === -1 ? { tree: '', path: name } : { tree: name.slice(0, slash + 1), path: name.slice(slash + 1) };
}

/** Whether a path stays where it begins: no `..`, nothing empty, nothing that is a root somewhere. */
export function isInside(path: string): boolean {
  return path.length <= most && isPlain(path)
    && path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** No control characters, no backslash, and no colon: on some systems the last two mean something else. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit === 0x7f || unit === 0x5c || unit === 0x3a) return false;
  }
  return true;
}
