/** Files that Git LFS keeps elsewhere: the repository has a few lines instead of them, that say which content it is. */

/** Those who made the format hold to it. */
export const mostPointerBytes = 1_024;

const beginning = /^version https:\/\/(?:git-lfs\.github\.com\/spec|hawser\.github\.com\/spec)\/v1\n/;

export function isPointer(content: Uint8Array): boolean {
  if (content.length > mostPointerBytes) return false;
  const text = Buffer.from(content).toString('latin1');
  return beginning.test(text) && /^oid sha256:[0-9a-f]{64}$/m.test(text) && /^size \d+$/m.test(text);
}
