/**
 * Who answers for models and who gives packages, in what ways they are spoken to, and where their keys are found on this machine.
 *
 * They are the person's own business: nothing of them is part of a plan, or of what a run freezes.
 */

/** The ways in which programs speak to models. */
export const wireNames = ['messages', 'responses', 'chat', 'gemini'] as const;
export type WireName = (typeof wireNames)[number];

/** The ways in which programs ask for packages. */
export const registryKinds = ['npm', 'pypi', 'crates', 'go', 'maven'] as const;
export type RegistryKind = (typeof registryKinds)[number];

export type Provider = Upstream<WireName>;
export type Registry = Upstream<RegistryKind>;

export interface Upstream<Speech> {
  readonly name: string;
  readonly speaks: readonly Speech[];
  /** What the paths that programs ask for are put behind; `https`, or this machine's own loopback. */
  readonly url: URL;
  /** Looked at in this order; the first place that has a key is taken. */
  readonly keys: readonly KeySource[];
}

/** `command`: what it prints is the key; the person's own shell runs it on the host, in no repository. */
export type KeySource =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'command'; readonly command: string };
