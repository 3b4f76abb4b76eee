// The same judgement over the facts of many machines: what stops, what is noted, and that machine's own remedy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOsRelease } from "./facts.mjs";
import { judge, tableText } from "./machine.mjs";
import { bringBubblewrap } from "./system-packages.mjs";

/** @typedef {import("./facts.mjs").Facts} Facts */

/** @type {Facts} */
const DEBIAN_12 = {
  platform: "linux",
  arch: "x64",
  isWsl: false,
  isMusl: false,
  distribution: { id: "debian", like: [], name: "Debian GNU/Linux 12 (bookworm)" },
  nodeVersion: "20.20.2",
  npmVersion: "11.19.1",
  gitVersion: "2.39.5",
  packageManager: "apt-get",
  isRoot: false,
  userNamespaces: true,
  namespaceSettings: { clone: null, max: "96365", apparmor: null },
  bubblewrap: "0.8.0",
  diskFreeMb: 80_000,
  isWritable: true,
  needsNode: true,
  needsPackages: true,
  currentNode: "left",
};

/** @param {string} id @param {Partial<Facts>} [facts] @returns {Facts} */
function machine(id, facts = {}) {
  return { ...DEBIAN_12, distribution: { id, like: [], name: id }, ...facts };
}

/** @param {Facts} facts @param {string} what */
function row(facts, what) {
  const found = judge(facts).find((one) => one.what === what);
  assert.ok(found, `no row ${what}`);
  return found;
}

/** @param {Facts} facts */
function notOk(facts) {
  return judge(facts).filter((one) => one.level !== "ok").map((one) => `${one.level} ${one.what}`);
}

test("Debian 12 with an old Node: all is well, and Node is fetched", () => {
  assert.deepEqual(notOk(DEBIAN_12), []);
  assert.equal(row(DEBIAN_12, "node").found, "20.20.2; 24.21.0 is fetched from npm into .toolchain");
});

test("a new enough Node is used as it is", () => {
  assert.equal(row(machine("debian", { nodeVersion: "26.1.0" }), "node").found, "26.1.0");
});

test("the current release of Node is CI's: it is named, wants room only when it is fetched, and stops nothing", () => {
  const found = (/** @type {Partial<Facts>} */ facts) => row(machine("debian", facts), "current node").found;
  assert.equal(found({}), "26.10.0 for CI alone: npm run test-current fetches it");
  assert.equal(found({ currentNode: "there" }), "26.10.0 is in .toolchain");
  assert.equal(found({ isMusl: true }), "npm has none for this system; only CI runs it");
  const wanted = machine("debian", { currentNode: "wanted", needsNode: false, needsPackages: false, diskFreeMb: 100 });
  assert.equal(row(wanted, "current node").found, "26.10.0 is fetched from npm into .toolchain");
  assert.equal(row(wanted, "disk").found, "100 MB free, 400 MB needed now");
  assert.deepEqual(notOk(wanted), ["stop disk"]);
});

test("Ubuntu 24.04: AppArmor's restriction is named, with the remedy for bubblewrap alone", () => {
  const ubuntu = machine("ubuntu", { namespaceSettings: { clone: "1", max: "1", apparmor: "1" }, userNamespaces: false });
  const found = row(ubuntu, "user namespaces");
  assert.equal(found.level, "note");
  assert.equal(found.found, "restricted by AppArmor");
  assert.match(found.remedy ?? "", /bwrap-userns-restrict.*reload apparmor/);
});

test("root's own success does not hide a setting that blocks everyone else", () => {
  const blocked = { clone: "0", max: "1000", apparmor: null };
  const found = row(machine("debian", { isRoot: true, userNamespaces: true, namespaceSettings: blocked }), "user namespaces");
  assert.match(found.remedy ?? "", /kernel\.unprivileged_userns_clone=1.*sysctl --system/);
  const none = row(machine("rhel", { namespaceSettings: { clone: null, max: "0", apparmor: null } }), "user namespaces");
  assert.match(none.remedy ?? "", /user\.max_user_namespaces=15000/);
});

test("a container that refuses user namespaces is told apart from a setting", () => {
  const found = row(machine("debian", { userNamespaces: false }), "user namespaces");
  assert.equal(found.found, "refused");
  assert.match(found.remedy ?? "", /container/);
});

const INSTALLS = /** @type {const} */ ([
  ["debian", "apt-get", "sudo apt-get install -y bubblewrap"],
  ["fedora", "dnf", "sudo dnf install -y bubblewrap"],
  ["arch", "pacman", "sudo pacman -S --noconfirm bubblewrap"],
  ["alpine", "apk", "sudo apk add bubblewrap"],
  ["opensuse", "zypper", "sudo zypper install -y bubblewrap"],
]);

for (const [id, packageManager, command] of INSTALLS) {
  test(`${id}: missing bubblewrap is a note with ${packageManager}'s command`, () => {
    const facts = machine(id, { packageManager, bubblewrap: null });
    assert.deepEqual(notOk(facts), ["note bubblewrap"]);
    assert.equal(row(facts, "bubblewrap").remedy, command);
    assert.equal(row({ ...facts, isRoot: true }, "bubblewrap").remedy, command.replace("sudo ", ""));
  });
}

test("no known package manager: what is missing is named all the same", () => {
  const facts = machine("nixos", { packageManager: null, bubblewrap: null });
  assert.deepEqual(notOk(facts), ["note packages", "note bubblewrap"]);
  assert.equal(row(facts, "bubblewrap").remedy, "install bubblewrap by hand");
});

test("Alpine's musl has no Node on npm: apk's command is named", () => {
  const found = row(machine("alpine", { packageManager: "apk", isMusl: true }), "node");
  assert.equal(found.level, "stop");
  assert.equal(found.remedy, "install Node 24 or later: sudo apk add nodejs-current npm");
});

test("macOS: Intel is brought a Node, Apple silicon is told brew's command; no bubblewrap", () => {
  const mac = machine("", { platform: "darwin", packageManager: "brew", userNamespaces: null, bubblewrap: null });
  assert.deepEqual(notOk(mac), ["note system"]);
  const silicon = row({ ...mac, arch: "arm64" }, "node");
  assert.equal(silicon.level, "stop");
  assert.match(silicon.remedy ?? "", /brew install node@24/);
});

test("Windows stops with WSL named; inside WSL it is a Linux", () => {
  const windows = row(machine("", { platform: "win32", packageManager: null }), "system");
  assert.equal(windows.level, "stop");
  assert.match(windows.remedy ?? "", /WSL 2/);
  const wsl = row(machine("ubuntu", { isWsl: true }), "system");
  assert.equal(wsl.found, "ubuntu, x64, in WSL");
  assert.equal(wsl.level, "ok");
});

test("a Node too old even for set-up stops", () => {
  assert.equal(row(machine("debian", { nodeVersion: "16.20.2" }), "node").level, "stop");
});

test("a full disk stops only when something is yet to be fetched", () => {
  const full = machine("debian", { diskFreeMb: 100 });
  assert.deepEqual(notOk(full), ["stop disk"]);
  assert.equal(row(full, "disk").found, "100 MB free, 650 MB needed now");
  assert.deepEqual(notOk({ ...full, needsNode: false, needsPackages: false }), []);
});

test("a read-only folder stops, and so does a machine without git or npm", () => {
  assert.deepEqual(notOk(machine("debian", { isWritable: false })), ["stop disk"]);
  const bare = machine("debian", { gitVersion: null, npmVersion: null });
  assert.deepEqual(notOk(bare), ["stop npm", "stop git"]);
  assert.equal(row(bare, "git").remedy, "sudo apt-get install -y git");
});

test("the table is readable", () => {
  const facts = machine("debian", { bubblewrap: null, diskFreeMb: 100 });
  const expected = [
    "  ok    system           debian, x64",
    "  ok    node             20.20.2; 24.21.0 is fetched from npm into .toolchain",
    "  ok    current node     26.10.0 for CI alone: npm run test-current fetches it",
    "  ok    npm              11.19.1",
    "  ok    git              2.39.5",
    "  STOP  disk             100 MB free, 650 MB needed now",
    "                         → free some space, or clone onto another disk",
    "  ok    packages         apt-get, not root: commands are printed, not run",
    "  ok    user namespaces  allowed",
    "  note  bubblewrap       none (sandboxes need it)",
    "                         → sudo apt-get install -y bubblewrap",
  ];
  assert.deepEqual(tableText(judge(facts)).split("\n"), expected);
});

test("/etc/os-release is read with and without quotes", () => {
  const text = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE="debian other"\nPRETTY_NAME="Ubuntu 24.04.1 LTS"\n';
  assert.deepEqual(parseOsRelease(text), { id: "ubuntu", like: ["debian", "other"], name: "Ubuntu 24.04.1 LTS" });
  assert.deepEqual(parseOsRelease("").id, "");
});

/** @param {Partial<Facts>} facts @param {(command: string) => boolean} answer */
function bubblewrapCommands(facts, answer) {
  /** @type {string[]} */
  const commands = [];
  /** @type {string[]} */
  const said = [];
  const run = (/** @type {string} */ command) => commands.push(command) > 0 && answer(command);
  const isThere = bringBubblewrap(machine("debian", { bubblewrap: null, ...facts }), { say: (line) => said.push(line), run });
  return { isThere, commands, said };
}

test("root installs bubblewrap and says so; after stale package lists it refreshes them once", () => {
  const first = bubblewrapCommands({ isRoot: true }, () => true);
  assert.deepEqual(first.commands, ["apt-get install -y bubblewrap"]);
  assert.match(first.said.join(), /as root, installing bubblewrap/);
  let tries = 0;
  const second = bubblewrapCommands({ isRoot: true }, (command) => command.includes("update") || ++tries > 1);
  assert.deepEqual(second.commands, ["apt-get install -y bubblewrap", "apt-get update", "apt-get install -y bubblewrap"]);
  assert.equal(second.isThere, true);
});

test("bubblewrap that cannot be installed stops nothing", () => {
  const failed = bubblewrapCommands({ isRoot: true }, () => false);
  assert.equal(failed.isThere, false);
  assert.match(failed.said.at(-1) ?? "", /could not be installed/);
  assert.deepEqual(bubblewrapCommands({ isRoot: false }, () => true).commands, []);
});
