/** `cargo fetch` runs nothing of what it fetches: build scripts run in the gate, which has no way out. */

import { homePath } from '../../../ports/sandbox.ts';
import type { BakeRequest } from '../bake-request.ts';
import { filesNamed } from '../files-named.ts';
import { readWithin } from '../locked-files.ts';

const home = `${homePath}/.cargo`;

export function cargoBake(workspace: string): BakeRequest | null {
  if (readWithin(workspace, 'Cargo.lock') === null) return null;
  const manifests = filesNamed(workspace, (name) => name === 'Cargo.toml');
  return {
    name: 'cargo',
    lockfiles: ['Cargo.lock', ...manifests],
    // A manifest names its sources, which have to be there; what is in them is not needed.
    stubs: filesNamed(workspace, (name) => name.endsWith('.rs')),
    online: ['cargo', 'fetch', '--locked'],
    offline: null,
    keeps: [{ at: home, writes: 'discarded' }],
    allow: ['index.crates.io', 'static.crates.io'],
    env: { CARGO_HOME: home },
    gate: { env: { CARGO_HOME: home, CARGO_NET_OFFLINE: 'true', CARGO_TARGET_DIR: '/tmp/target' }, bins: [] },
  };
}
