/** The verbs about sandboxes: their words, and where their code is. */

import type { Verb } from './verb.ts';

export const sandboxVerbs: readonly Verb[] = [
  {
    name: 'sandbox',
    summary: 'run a command in a sandbox, as an order would be run',
    says: [
      'The command sees the programs of the machine, the toolchains that PATH leads to in a home (nvm, fnm, volta, mise, asdf, pyenv, rustup, sdkman), and, with --workspace, the files of a folder; nothing else of the machine, no network but what --allow names, and nothing of this environment. What it changes is thrown away. If it ends otherwise than with exit code 0, that is said, and the exit status is 1.',
    ],
    arguments: [{ name: 'COMMAND', says: 'the program and its arguments, after `--`; no shell reads them', many: true }],
    options: [
      { name: 'with', value: 'NAME', says: 'the sandbox, as `doctor` names them; otherwise bubblewrap' },
      { name: 'workspace', value: 'DIR', says: 'a folder whose files are its workspace; it stays as it is' },
      { name: 'read-only', says: 'the workspace cannot be changed, as for a gate' },
      { name: 'git', says: 'a repository at `.git`, made up of the files of the workspace as they are: never the real one' },
      { name: 'baked', value: 'KEYS', says: 'layers that `bake` has made, by the beginnings of their keys, with commas between' },
      { name: 'image', value: 'IMAGE', says: 'its machine, with oci: by digest, or a Dockerfile or devcontainer.json, which is built with no network; otherwise the programs of this one' },
      { name: 'toolchains', value: 'T', says: 'path: those that PATH leads to, which it is anyway; or none' },
      { name: 'net', value: 'N', says: 'none, which it is anyway; or gateway: a proxy on its loopback leads to the hosts of --allow, and nowhere else' },
      { name: 'allow', value: 'HOSTS', says: 'names with --net gateway, HOST for ports 80 and 443, HOST:PORT, or *.SUFFIX, with commas between; what reaches a host can exfiltrate all that it sees' },
      { name: 'memory', value: 'SIZE', says: 'of all its processes together; otherwise 4G' },
      { name: 'scratch', value: 'SIZE', says: 'of /tmp, /dev/shm and its home, each; otherwise 1G' },
      { name: 'disk', value: 'SIZE', says: 'of what it changes in its workspace, held by a file system of its own; otherwise as much as scratch, looked at now and then' },
      { name: 'pids', value: 'N', says: 'processes and threads at a time; otherwise 512' },
      { name: 'cpus', value: 'N', says: 'processors; otherwise all' },
      { name: 'seconds', value: 'N', says: 'until it is ended; otherwise 600' },
    ],
    examples: ['sandbox -- id', 'sandbox --workspace . --memory 512M -- npm test', 'sandbox --net gateway --allow registry.npmjs.org -- npm view espalier'], exits: [1],
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
  {
    name: 'bake',
    summary: 'fetch what an offline gate needs, into a layer that is kept',
    says: [
      'Without a command, the lockfiles of the workspace say what is fetched: package-lock.json, requirements.txt, go.sum, Cargo.lock, pom.xml. With one, it is performed, and what it leaves in the directories of --keep is kept.',
      'Of the workspace only the lockfiles are seen. It is fetched with a way out to the hosts of the allowlist, without install scripts; these run afterwards, with no way out. A command of your own fetches, and leaves what has to run to --then.',
      'A layer is known by its commands, allowlist, lockfiles, system and toolchains: if it is there, nothing is done.',
    ],
    arguments: [{ name: 'COMMAND', says: 'the program and its arguments, after `--`; otherwise the lockfiles say', optional: true, many: true }],
    options: [
      { name: 'list', says: 'the layers and unpacked images that there are, and stop' },
      { name: 'remove', value: 'KEYS', says: 'layers by the beginnings of their keys, or all `layers`, or all unpacked `images`, with commas between, and stop; nothing is removed while an order runs' },
      { name: 'with', value: 'NAME', says: 'the sandbox; otherwise bubblewrap' },
      { name: 'workspace', value: 'DIR', says: 'the folder with the lockfiles; otherwise the current one' },
      { name: 'allow', value: 'HOSTS', says: 'hosts that may be reached, with or without a port, with commas between; beside those of the usual registries' },
      { name: 'lockfile', value: 'FILES', says: 'with a command: the files that it sees, and by which the layer is known' },
      { name: 'keep', value: 'DIRS', says: 'with a command: what is kept, in the workspace or in the home (`~/…`)' },
      { name: 'then', value: 'TEXT', says: 'with a command: a shell text that is performed afterwards, with no way out' },
      { name: 'toolchains', value: 'T', says: 'path: those that PATH leads to, which it is anyway; or none' },
      { name: 'memory', value: 'SIZE', says: 'of all its processes together; otherwise 4G' },
      { name: 'scratch', value: 'SIZE', says: 'of /tmp, its home and what it makes, each; otherwise 8G' },
      { name: 'pids', value: 'N', says: 'processes and threads at a time; otherwise 2048' },
      { name: 'seconds', value: 'N', says: 'of each half, until it is ended; otherwise 1800' },
    ],
    examples: ['bake', 'bake --lockfile deno.lock --keep ~/.cache/deno --allow jsr.io,deno.land -- deno install', 'bake --list', 'bake --remove layers,images'], exits: [1],
    load: async () => (await import('./bake.ts')).bake,
  },
  {
    name: 'doctor',
    summary: 'try every guarantee of this machine\'s sandboxes, and say what they hold',
    says: [
      'Runs the conformance suite: canaries are laid out, and everything is tried that must not work. What cannot be held here is said. The same is tried without a sandbox, where it has to fail. What hosts that were killed have left is removed, and named. If a guarantee does not hold, or no sandbox can be used, or one that was named cannot, the exit status is 1.',
    ],
    arguments: [{ name: 'NAME', says: 'a sandbox to try; otherwise all of them', optional: true, many: true }],
    options: [], examples: ['doctor', 'doctor bubblewrap --json'], exits: [1],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'agents',
    summary: 'which agents there are, which of them this machine has, and what each can be held to',
    says: [
      'Of each: whether its program is where PATH leads, and in which version; the version that was tried; whether there is a key for whom it asks, and where, never the key itself (a command that prints one is not run); and what it is held to: usage, time, resume, continue, instructions, skills. With NAME, how each of these is held, or why not. Nothing is run. If your own configuration cannot be read, the exit status is 1.',
    ],
    arguments: [{ name: 'NAME', says: 'an agent, as `use` names it; otherwise all of them', optional: true, many: true }],
    options: [], examples: ['agents', 'agents claude acp', 'agents --json'], exits: [1],
    load: async () => (await import('./agents.ts')).agents,
  },
];
