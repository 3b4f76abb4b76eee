/** `go mod download` runs nothing of what it fetches, and holds it against go.sum. */

import { homePath } from '../../../ports/sandbox.ts';
import type { BakeRequest } from '../bake-request.ts';
import { readWithin } from '../locked-files.ts';

const cache = `${homePath}/.cache/go-build`;
const modules = `${homePath}/go/pkg/mod`;

/** Builds what every test needs of the standard library, which every gate would build anew otherwise. */
const warming = `set -eu
mkdir /tmp/warm && cd /tmp/warm
echo 'module warm' > go.mod
printf 'package warm\\n\\nimport "testing"\\n\\nfunc TestNothing(*testing.T) {}\\n' > warm_test.go
exec go test .`;

export function goBake(workspace: string): BakeRequest | null {
  if (readWithin(workspace, 'go.sum') === null || readWithin(workspace, 'go.mod') === null) return null;
  // Another toolchain than the one at hand would be fetched and run.
  const always = { GOMODCACHE: modules, GOCACHE: cache, GOTOOLCHAIN: 'local', GOWORK: 'off' };
  return {
    name: 'go',
    lockfiles: ['go.mod', 'go.sum'],
    online: ['go', 'mod', 'download'],
    offline: ['/bin/sh', '-c', warming],
    keeps: [{ at: modules, writes: 'refused' }, { at: cache, writes: 'discarded' }],
    allow: ['proxy.golang.org', 'sum.golang.org'],
    env: { ...always, GOPROXY: 'https://proxy.golang.org', GOFLAGS: '-modcacherw' },
    gate: { env: { ...always, GOPROXY: 'off', GOFLAGS: '-buildvcs=false' }, bins: [] },
  };
}
