/**
 * The port of the blobs: whatever is too large for an event, kept under the SHA-256 of its bytes.
 * Events name blobs; nothing else does, and nothing is ever changed in place.
 */

/** What is stored under a hash is not what the hash names. */
export class BlobDamaged extends Error {
  override readonly name = 'BlobDamaged';
}

export interface Blobs {
  /**
   * Keeps the bytes and returns their hash: 64 lower-case hexadecimal digits. MUST be durable when
   * the promise resolves, so that an event that names the hash never precedes its blob. Putting
   * the same bytes again MUST succeed, and MUST repair a damaged copy.
   */
  put(bytes: Uint8Array): Promise<string>;

  /** The bytes, or `null` if there are none. MUST check them against the hash: `BlobDamaged`. */
  get(hash: string): Promise<Uint8Array | null>;

  /** Whether something is kept under the hash. MAY answer without reading it. */
  has(hash: string): Promise<boolean>;
}
