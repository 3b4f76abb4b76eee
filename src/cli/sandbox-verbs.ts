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
      { name: 'toolchains', value: 'T', says: 'path: those that PATH leads to, which it is anyway; or none' },
      { name: 'net', value: 'N', says: 'none, which it is anyway; or gateway: a proxy on its loopback leads to the hosts of --allow, and nowhere else' },
      { name: 'allow', value: 'HOSTS', says: 'names with --net gateway, HOST for port 443 or HOST:PORT, with commas between; what reaches a host can exfiltrate all that it sees' },
      { name: 'memory', value: 'SIZE', says: 'of all its processes together; otherwise 4G' },
      { name: 'scratch', value: 'SIZE', says: 'of /tmp, /dev/shm, its home and what it changes, each; otherwise 1G' },
      { name: 'pids', value: 'N', says: 'processes and threads at a time; otherwise 512' },
      { name: 'cpus', value: 'N', says: 'processors; otherwise all' },
      { name: 'seconds', value: 'N', says: 'until it is ended; otherwise 600' },
    ],
    examples: ['sandbox -- id', 'sandbox --workspace . --memory 512M -- npm test', 'sandbox --net gateway --allow registry.npmjs.org -- npm view espalier'], exits: [1],
    load: async () => (await import('./sandbox.ts')).sandbox,
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
];
