/**
 * Who answers for models, in what ways it is spoken to, and where its key is found on this machine.
 *
 * It is the person's own business: nothing of it is part of a plan, or of what a run freezes.
 */

/** The ways in which programs speak to models. */
export const wireNames = ['messages', 'responses', 'chat', 'gemini'] as const;
export type WireName = (typeof wireNames)[number];

export interface Provider {
  readonly name: string;
  readonly wires: readonly WireName[];
  /** What the paths of its wires are put behind. */
  readonly url: URL;
  /** Looked at in this order; the first place that has a key is taken. */
  readonly keys: readonly KeySource[];
}

/** `command`: what it prints is the key; the person's own shell runs it on the host, in no repository. */
export type KeySource =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'command'; readonly command: string };
