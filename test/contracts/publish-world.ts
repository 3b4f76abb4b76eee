/** A person's repository with a remote, for publishing: three commits in a line, and one beside them. */

import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Publication, PublishOutcome } from '../../src/ports/publisher.ts';
import { findGit } from '../../src/repo/git.ts';
import { GitPublisher, type PublisherOptions } from '../../src/repo/publish/git-publisher.ts';
import { PlainGit } from './plain-git.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const { PATH = '' } = process.env;

export class PublishWorld {
  readonly #place = new TemporaryDirectory();
  readonly directory: string = this.#place.path;
  readonly git: PlainGit = PlainGit.init(this.directory);
  readonly remote: PlainGit;
  readonly realGit: string = findGit(PATH);
  readonly base: string;
  readonly next: string;
  readonly last: string;
  readonly aside: string;

  constructor() {
    const bare = join(this.directory, 'remote.git');
    mkdirSync(bare);
    this.remote = new PlainGit(bare, join(this.directory, 'home'));
    this.remote.run(['init', '-q', '--bare']);
    this.git.run(['commit', '-q', '--allow-empty', '-m', 'base']);
    this.git.run(['remote', 'add', 'origin', bare]);
    this.base = this.git.run(['rev-parse', 'HEAD']);
    this.next = this.#commit('next', this.base);
    this.last = this.#commit('last', this.next);
    this.aside = this.#commit('aside', this.base);
  }

  publish(publication: Partial<Publication> & Pick<Publication, 'commit'>, options: Partial<PublisherOptions> = {}): Promise<PublishOutcome> {
    const env = { PATH, HOME: join(this.directory, 'home'), GIT_CONFIG_NOSYSTEM: '1', GIT_SSH_COMMAND: undefined };
    const publisher = new GitPublisher({ repository: this.git.directory, path: PATH, env, pullRequests: false, ...options });
    return publisher.publish({ remote: 'origin', branch: 'espalier/run', expects: null, title: 'A title', body: 'A body.\n', ...publication });
  }

  remoteRefs(): Readonly<Record<string, string>> {
    const lines = this.remote.run(['for-each-ref', '--format=%(refname) %(objectname)']).split('\n').filter((line) => line !== '');
    return Object.fromEntries(lines.map((line) => line.split(' ')));
  }

  /** Somebody else pushes a commit that is known here. */
  put(branch: string, commit: string): string {
    this.git.run(['push', '-q', '--force', this.remote.directory, `${commit}:refs/heads/${branch}`]);
    return commit;
  }

  /** Somebody else pushes what is not known here. */
  foreign(branch: string): string {
    const tree = this.remote.run(['mktree'], { input: '' });
    const commit = this.remote.run(['commit-tree', '-m', 'foreign', tree]);
    this.remote.run(['update-ref', `refs/heads/${branch}`, commit]);
    return commit;
  }

  hook(gitDirectory: string, name: string, text: string): void {
    const hooks = join(gitDirectory, 'hooks');
    mkdirSync(hooks, { recursive: true });
    this.#write(join(hooks, name), text);
  }

  script(name: string, text: string): string {
    return this.#write(join(this.directory, name), text);
  }

  /** A program in front of those of the machine; the path to find it by. */
  program(name: string, text: string): string {
    const folder = join(this.directory, 'programs');
    mkdirSync(folder, { recursive: true });
    this.#write(join(folder, name), text);
    return `${folder}:${PATH}`;
  }

  /** A path with a program in the place of git, that lets somebody move a branch just before a push. */
  fasterGit(branch: string, commit: string): string {
    return this.program('git', `case " $* " in *" push "*) ${this.realGit} --git-dir='${this.remote.directory}' update-ref 'refs/heads/${branch}' ${commit} ;; esac\nexec ${this.realGit} "$@"`);
  }

  note(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }

  forget(path: string): void {
    rmSync(path);
  }

  remove(): void {
    this.#place.remove();
  }

  #commit(message: string, parent: string): string {
    return this.git.run(['commit-tree', '-p', parent, '-m', message, `${parent}^{tree}`]);
  }

  #write(path: string, text: string): string {
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  }
}

/** A port of the loopback at which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}
