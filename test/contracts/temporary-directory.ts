/** A directory for one test, gone after it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class TemporaryDirectory {
  readonly path: string = mkdtempSync(join(tmpdir(), 'espalier-test-'));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
