/**
 * Keys that the host's own environment holds: whatever a variable is named after a key, a token or a password for.
 * Programs of the host (git, a person's key command) show them in their faults.
 */

import { leastKnown } from './encoded-forms.ts';
import { entropy } from './find-assignments.ts';

const names = /(?:^|_)(?:API_?)?(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PAT)$/i;
const leastBits = 2.5;

/** Paths and plain words stand in every text, and are left. */
export function environmentKeys(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    const text = value.trim();
    return names.test(name) && text.length >= leastKnown && !/^[/.~]|^[a-z]*$/i.test(text) && entropy(text) >= leastBits ? [text] : [];
  });
}
