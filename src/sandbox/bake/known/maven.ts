/**
 * What a pom.xml names, its plugins, and what the usual test plugin fetches only once it has tests to run.
 *
 * Maven runs the plugins that fetch, and the build extensions of a pom, while there is a way out:
 * it is the allowlist that bounds them. Of the project there is nothing but its poms.
 */

import { dirname, join } from 'node:path';
import { homePath, workspacePath } from '../../../ports/sandbox.ts';
import type { BakeRequest, Keep } from '../bake-request.ts';
import { filesNamed } from '../files-named.ts';
import { readWithin } from '../locked-files.ts';

const repository = `${homePath}/.m2/repository`;

/** Older ones, which Maven takes by itself, leave out what plugins need. */
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** The providers of the test plugin are named nowhere: its version is what it has fetched, and so is JUnit's. */
const fetching = `set -eu
plugin=${plugin}
mvn -B -q $plugin:go-offline
get() { mvn -B -q $plugin:get -Dtransitive=true "-Dartifact=$1"; }
for version in $(ls ${repository}/org/apache/maven/plugins/maven-surefire-plugin 2>/dev/null); do
  [ -e "${repository}/org/apache/maven/plugins/maven-surefire-plugin/$version/maven-surefire-plugin-$version.jar" ] || continue
  for kind in junit4 junit-platform; do
    case "$kind $version" in "junit-platform 2.1"*|"junit-platform 2.2"[01]*) continue ;; esac
    [ $kind = junit4 ] && [ ! -d ${repository}/junit/junit ] && continue
    [ $kind = junit-platform ] && [ ! -d ${repository}/org/junit/platform ] && continue
    get "org.apache.maven.surefire:surefire-$kind:$version"
  done
done
for version in $(ls ${repository}/org/junit/platform/junit-platform-engine 2>/dev/null); do
  get "org.junit.platform:junit-platform-launcher:$version"
done`;

export function mavenBake(workspace: string): BakeRequest | null {
  if (readWithin(workspace, 'pom.xml') === null) return null;
  const poms = filesNamed(workspace, (name) => name === 'pom.xml');
  // Maven writes what it builds beside each pom; a tree that cannot be written to has these places alone.
  const targets = poms.map((pom): Keep => ({ at: join(workspacePath, dirname(pom), 'target'), writes: 'discarded' }));
  return {
    name: 'maven',
    lockfiles: poms,
    online: ['/bin/sh', '-c', fetching],
    offline: null,
    keeps: [{ at: repository, writes: 'discarded' }, ...targets],
    allow: ['repo.maven.apache.org'],
    env: {},
    gate: { env: {}, bins: [] },
    runsOnline: true,
  };
}
