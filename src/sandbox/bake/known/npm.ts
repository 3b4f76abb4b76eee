/** `npm ci` without any script while there is a way out; what scripts there are run afterwards, without one. */

import { SandboxError, workspacePath } from '../../../ports/sandbox.ts';
import type { BakeRequest } from '../bake-request.ts';
import { readWithin } from '../locked-files.ts';

export function npmBake(workspace: string): BakeRequest | null {
  const lock = readWithin(workspace, 'package-lock.json');
  if (lock === null) return null;
  const { members, folders } = placesOf(lock);
  return {
    name: 'npm',
    lockfiles: ['package-lock.json', 'package.json', ...members.map((member) => `${member}/package.json`)],
    online: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', '/tmp/npm'],
    offline: ['npm', 'rebuild', '--offline', '--no-audit', '--no-fund', '--cache', '/tmp/npm', '--foreground-scripts'],
    keeps: ['node_modules', ...folders].map((folder) => ({ at: `${workspacePath}/${folder}`, writes: 'discarded' })),
    allow: ['registry.npmjs.org'],
    env: { npm_config_update_notifier: 'false' },
    gate: { env: { npm_config_offline: 'true', npm_config_update_notifier: 'false' }, bins: [] },
  };
}

/** The packages of the workspace itself, and which of them have dependencies of their own beside the root's. */
function placesOf(lock: Buffer): { readonly members: readonly string[]; readonly folders: readonly string[] } {
  const packages = packagesOf(lock);
  const members = packages.filter((path) => path !== '' && !path.includes('node_modules/') && !path.startsWith('../'));
  const folders = members.map((member) => `${member}/node_modules`).filter((folder) => packages.some((path) => path.startsWith(`${folder}/`)));
  return { members, folders };
}

function packagesOf(lock: Buffer): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(lock.toString('utf8'));
    const packages = typeof parsed === 'object' && parsed !== null && 'packages' in parsed ? parsed.packages : null;
    return typeof packages === 'object' && packages !== null ? Object.keys(packages) : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SandboxError(`Cannot bake npm: package-lock.json is no JSON: ${error.message}`);
  }
}
