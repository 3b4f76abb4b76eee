/** Bakes once in a process of its own: to be killed, or to meet another. Arguments: state directory, workspace, the online shell text. */

import { openStubWayOut } from '../../src/gateway/stub-way-out.ts';
import { bake, type BakeMeans } from '../../src/sandbox/bake/bake.ts';
import type { BakeRequest } from '../../src/sandbox/bake/bake-request.ts';
import { LayerStore } from '../../src/sandbox/bake/layer-store.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { smallLimits } from './boxed-order.ts';

export const boxedNode = '/opt/espalier/node';

export function meansOf(state: string, more: Partial<BakeMeans> = {}): BakeMeans {
  const sandbox = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
  return {
    sandbox, state, store: new LayerStore(state), openWayOut: openStubWayOut, inputs: [{ from: process.execPath, to: boxedNode }], path: '/usr/bin:/bin', platform: ['test'], image: null, limits: smallLimits,
    // Nothing is resolved, so nothing is reached.
    network: { resolve: async () => [], dial: () => { throw new Error('nothing is to be dialled'); } },
    onOutput: (_, bytes) => process.stdout.write(bytes), onRefused: () => undefined, ...more,
  };
}

export function requestOf(online: string, more: Partial<BakeRequest> = {}): BakeRequest {
  return {
    name: 'test', lockfiles: ['lock'], online: ['/bin/sh', '-c', online], offline: null, keeps: [{ at: '/work/deps', writes: 'discarded' }], allow: ['allowed.test:80'], env: {}, gate: { env: {}, bins: [] }, ...more,
  };
}

if (import.meta.main) {
  const [state = '', workspace = '', online = ''] = process.argv.slice(2);
  const { isHit, layer } = await bake(requestOf(online), { workspace, origin: { kind: 'base' } }, meansOf(state));
  console.log(JSON.stringify({ isHit, key: layer.key }));
}
