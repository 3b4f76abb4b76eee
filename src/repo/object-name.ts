/** Names of objects as git gives them: a digest of their kind, length and bytes. */

import { createHash } from 'node:crypto';

export type ObjectFormat = 'sha1' | 'sha256';
export type ObjectKind = 'blob' | 'tree' | 'commit';

export interface NewObject {
  readonly kind: ObjectKind;
  readonly bytes: Uint8Array;
}

export function objectName(format: ObjectFormat, { kind, bytes }: NewObject): string {
  return createHash(format).update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex');
}

export const nameLengths: Readonly<Record<ObjectFormat, number>> = { sha1: 40, sha256: 64 };

/** Whether it is a whole name, as git writes it: nothing that could be taken for an option or a revision. */
export function isObjectName(format: ObjectFormat, name: string): boolean {
  return name.length === nameLengths[format] && /^[0-9a-f]+$/.test(name);
}
