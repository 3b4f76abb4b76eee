/** Toolchains in made-up homes, one of each manager; beside each a secret that must be in nothing that is bound. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { bindToolchains } from './bind-toolchains.ts';
import { findToolchains, type ToolchainSources } from './find-toolchains.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-homes-')));
after(() => rmSync(top, { recursive: true, force: true }));

const secrets = ['.npmrc', '.pypirc', '.netrc', '.gitconfig', '.cargo/credentials.toml', '.m2/settings.xml', '.config/token', '.nvm/token', '.pyenv/token', '.rustup/token'];
let homes = 0;

/** Files by path; what begins with `-> ` is a link, what ends with `*` is a program. */
function home(files: Readonly<Record<string, string>>): string {
  homes += 1;
  const place = join(top, `home${homes}`);
  for (const [path, text] of Object.entries({ ...Object.fromEntries(secrets.map((file) => [file, 'canary'])), ...files })) {
    const file = join(place, path.replace(/\*$/, ''));
    mkdirSync(dirname(file), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), file);
    else writeFileSync(file, text);
    if (path.endsWith('*')) chmodSync(file, 0o755);
  }
  return place;
}

function find(place: string, bins: readonly string[], env: ToolchainSources['env'] = {}): Readonly<Record<string, unknown>> {
  const { found, unresolved } = findToolchains({ path: bins.map((bin) => join(place, bin)).join(':'), home: place, env });
  const inputs = bindToolchains(found, join(top, 'blanks')).inputs;
  for (const secret of secrets) ok(!inputs.some(({ to }) => join(place, secret).startsWith(`${to}/`) || to === join(place, secret)), `${secret} is bound`);
  const short = (path: string): string => path.replace(`${place}/`, '');
  return Object.fromEntries([
    ...found.map(({ name, bin, binds, covers }) => [name, [bin, ...binds, ...covers.map((file) => `!${file}`)].map(short)]),
    ...unresolved.map(({ name, why }) => [name, why.replace(place, '~')]),
  ]);
}

test('nvm: the version that PATH leads to, and of it not its settings', () => {
  const v = '.nvm/versions/node/v22.1.0';
  const place = home({ [`${v}/bin/node*`]: '', [`${v}/lib/node_modules/npm/package.json`]: '{}', [`${v}/etc/npmrc`]: 'canary', '.nvm/versions/node/v20.0.0/bin/node*': '' });
  deepEqual(find(place, [`${v}/bin`]), { node: [`${v}/bin`, v, `!${v}/etc/npmrc`] });
  const { inputs } = bindToolchains(findToolchains({ path: join(place, v, 'bin'), home: place, env: {} }).found, join(top, 'blanks'));
  equal(readFileSync(inputs.at(-1)?.from ?? '', 'utf8'), '');
});

test('fnm: through the link of a shell', () => {
  const v = '.local/share/fnm/node-versions/v22.1.0/installation';
  const place = home({ [`${v}/bin/node*`]: '', [`${v}/lib/node_modules/npm/package.json`]: '{}', 'shell/1': `-> ../${v}` });
  deepEqual(find(place, ['shell/1/bin']), { node: [`${v}/bin`, v, 'shell/1'] });
});

test('volta: its default', () => {
  const image = '.volta/tools/image/node/20.1.0';
  const place = home({ '.volta/bin/volta-shim*': '', '.volta/bin/node': '-> volta-shim', '.volta/tools/user/platform.json': '{"node":{"runtime":"20.1.0"}}', [`${image}/bin/node*`]: '', [`${image}/include/node/node.h`]: '' });
  deepEqual(find(place, ['.volta/bin']), { node: [`${image}/bin`, image] });
});

test('pyenv: its global version, or the one of the environment', () => {
  const v = (version: string): string => `.pyenv/versions/${version}`;
  const python = (version: string): Record<string, string> => ({ [`${v(version)}/bin/python3*`]: '', [`${v(version)}/lib/python${version}/os.py`]: '', [`${v(version)}/pip.conf`]: 'canary' });
  const place = home({ '.pyenv/shims/python3*': '', '.pyenv/libexec/pyenv*': '', '.pyenv/version': '3.12\n', ...python('3.12'), ...python('3.13') });
  deepEqual(find(place, ['.pyenv/shims']), { python3: [`${v('3.12')}/bin`, v('3.12'), `!${v('3.12')}/pip.conf`] });
  deepEqual(find(place, ['.pyenv/shims'], { PYENV_VERSION: '3.13' }), { python3: [`${v('3.13')}/bin`, v('3.13'), `!${v('3.13')}/pip.conf`] });
  deepEqual(find(place, ['.pyenv/shims'], { PYENV_VERSION: '3.99' }), { python3: '~/.pyenv names no version of its own that is installed: pyenv global VERSION' });
});

test('rustup: the default toolchain and nothing of ~/.cargo', () => {
  const v = '.rustup/toolchains/stable';
  const place = home({ '.cargo/bin/rustup*': '', '.cargo/bin/cargo': '-> rustup', '.rustup/settings.toml': 'default_toolchain = "stable"\n', [`${v}/bin/cargo*`]: '', [`${v}/lib/rustlib/components`]: '' });
  deepEqual(find(place, ['.cargo/bin']), { cargo: [`${v}/bin`, v] });
  deepEqual(find(place, ['.cargo/bin'], { RUSTUP_TOOLCHAIN: '../..' }), { cargo: '"../.." is no version in ~/.rustup/toolchains' });
});

test('go: what was unpacked into a home, and nothing of GOPATH, which has private modules and tools of the person\'s', () => {
  const place = home({ 'sdk/go1.26.1/bin/go*': '', 'sdk/go1.26.1/src/runtime/proc.go': '', 'go/bin/tool*': '', 'go/pkg/mod/private.example/secret/a.go': 'canary', '.config/go/env': 'canary' });
  deepEqual(find(place, ['sdk/go1.26.1/bin', 'go/bin']), { go: ['sdk/go1.26.1/bin', 'sdk/go1.26.1'] });
});

test('mise and asdf: what is chosen for all projects', () => {
  const go = '.local/share/mise/installs/go/1.26.1';
  const place = home({
    '.local/share/mise/shims/go': '-> ../mise', '.local/share/mise/mise*': '', '.config/mise/config.toml': '[tools]\ngo = "1.26"\n', [`${go}/bin/go*`]: '',
    [`${go}/src/runtime/proc.go`]: '', '.local/share/mise/installs/go/1.26': '-> 1.26.1', '.local/share/mise/installs/go/1.25.0/bin/go*': '',
    '.asdf/shims/node*': '', '.asdf/installs/nodejs/22.0.0/bin/node*': '', '.asdf/installs/nodejs/22.0.0/lib/node_modules/npm/x': '', '.asdf/installs/nodejs/20.0.0/bin/node*': '',
  });
  deepEqual(find(place, ['.local/share/mise/shims', '.asdf/shims']), {
    go: [`${go}/bin`, go, '.local/share/mise/installs/go/1.26'], node: 'no version of nodejs is chosen for all projects, and several are installed',
  });
  writeFileSync(join(place, '.tool-versions'), 'nodejs 22.0.0\n');
  deepEqual(find(place, ['.asdf/shims'])['node'], ['.asdf/installs/nodejs/22.0.0/bin', '.asdf/installs/nodejs/22.0.0']);
});

test('a program that lies in a directory with other things comes without them', () => {
  const place = home({ '.local/bin/python3*': '', '.local/lib/python3.12/os.py': '', '.local/share/keyring': 'canary', '.bun/bin/bun*': '', '.bun/token': 'canary' });
  deepEqual(find(place, ['.local/bin', '.bun/bin']), { bun: ['.bun/bin', '.bun/bin/bun'], python3: ['.local/bin', '.local/bin/python3', '.local/lib/python3.12'] });
});

test('sdkman: java and maven where their links lead', () => {
  const place = home({
    '.sdkman/candidates/java/21/bin/java*': '', '.sdkman/candidates/java/21/release': '', '.sdkman/candidates/java/current': '-> 21',
    '.sdkman/candidates/maven/3.9/bin/mvn*': '', '.sdkman/candidates/maven/3.9/boot/x': '', '.sdkman/candidates/maven/3.9/conf/settings.xml': 'canary', '.sdkman/candidates/maven/current': '-> 3.9',
  });
  const at = '.sdkman/candidates';
  deepEqual(find(place, [`${at}/java/current/bin`, `${at}/maven/current/bin`]), {
    java: [`${at}/java/21/bin`, `${at}/java/21`, `${at}/java/current`],
    mvn: [`${at}/maven/3.9/bin`, `${at}/maven/3.9`, `${at}/maven/current`, `!${at}/maven/3.9/conf/settings.xml`, `!${at}/maven/current/conf/settings.xml`],
  });
});

test('nothing of the current directory is looked at', () => {
  deepEqual(findToolchains({ path: '.:node_modules/.bin', home: null, env: {} }), { found: [], unresolved: [] });
});
