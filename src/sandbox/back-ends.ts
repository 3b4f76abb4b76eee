/** The back-ends of sandboxes that this version has, by the name that `use` has for them; the default is first. */

import type { Sandbox } from '../ports/sandbox.ts';
import { Bubblewrap } from './bubblewrap/bubblewrap.ts';
import { Gvisor } from './gvisor/gvisor.ts';
import { Microvm } from './microvm/microvm.ts';
import { Oci } from './oci/oci.ts';

export interface BackEndOptions {
  /** A directory of the host's own, in which orders have their place. All back-ends may share one. */
  readonly state: string;
  /** Where programs are looked for. */
  readonly path: string;
}

/** To make one is quick and MUST NOT fail because something is missing: that is for its probe to say. */
export const backEnds: ReadonlyMap<string, (options: BackEndOptions) => Sandbox> = new Map([
  ['bubblewrap', (options: BackEndOptions): Sandbox => new Bubblewrap(options)],
  ['oci', (options: BackEndOptions): Sandbox => new Oci(options)],
  ['gvisor', (options: BackEndOptions): Sandbox => new Gvisor(options)],
  ['microvm', (options: BackEndOptions): Sandbox => new Microvm(options)],
]);
