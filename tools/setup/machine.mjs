// Judges a machine: what works, what does not, and what to do about it here. Pure: facts in, rows out.
//
// A row is `ok`, a `note` (something later will want it), or `stop` (set-up cannot go on).
import { isNewEnough } from "./node24.mjs";
import { currentPackageFor, NODE_FLOOR, packageFor } from "./pinned-nodes.mjs";

/** @typedef {import("./facts.mjs").Facts} Facts */
/** @typedef {{ what: string, found: string, level: "ok" | "note" | "stop", remedy?: string }} Row */

const OLDEST_NODE = 18;
const NODE_MB = 400; // the package and, for a moment, its unpacked copy
const PACKAGES_MB = 250;

/** @param {Facts} facts @returns {Row[]} */
export function judge(facts) {
  return [system, node, currentNode, npm, git, disk, packageManager, namespaces, bubblewrap].map((look) => look(facts));
}

/**
 * The command that installs a package here, or null where we know none.
 * @param {Facts} facts
 * @param {string} name
 */
export function installCommand(facts, name) {
  const sudo = facts.isRoot || facts.packageManager === "brew" ? "" : "sudo ";
  switch (facts.packageManager) {
    case "apt-get": return `${sudo}apt-get install -y ${name}`;
    case "dnf": return `${sudo}dnf install -y ${name}`;
    case "pacman": return `${sudo}pacman -S --noconfirm ${name}`;
    case "apk": return `${sudo}apk add ${name}`;
    case "zypper": return `${sudo}zypper install -y ${name}`;
    case "brew": return `brew install ${name}`;
    default: return null;
  }
}

/** @param {Facts} facts @returns {Row} */
function system(facts) {
  const found = `${facts.distribution.name || facts.platform}, ${facts.arch}${facts.isWsl ? ", in WSL" : ""}`;
  if (facts.platform === "linux") return { what: "system", found, level: "ok" };
  if (facts.platform === "darwin") {
    return { what: "system", found, level: "note", remedy: "sandboxes here will need podman or docker" };
  }
  return { what: "system", found, level: "stop", remedy: "use WSL 2 (wsl --install) and clone inside it" };
}

/** @param {Facts} facts @returns {Row} */
function node(facts) {
  const { nodeVersion: found } = facts;
  if (isNewEnough(found)) return { what: "node", found, level: "ok" };
  const install = nodeRemedy(facts);
  if (Number.parseInt(found, 10) < OLDEST_NODE) return { what: "node", found, level: "stop", remedy: install };
  const brought = facts.isMusl ? null : packageFor(facts.platform, facts.arch);
  if (brought === null) return { what: "node", found, level: "stop", remedy: install };
  const how = facts.needsNode ? "is fetched from npm into .toolchain" : "is in .toolchain";
  return { what: "node", found: `${found}; ${brought.version} ${how}`, level: "ok" };
}

/**
 * What CI runs beside the floor. Nothing else needs it, so its lack stops nothing.
 * @param {Facts} facts
 * @returns {Row}
 */
function currentNode(facts) {
  const what = "current node";
  const pinned = facts.isMusl ? null : currentPackageFor(facts.platform, facts.arch);
  if (pinned === null) return { what, found: "npm has none for this system; only CI runs it", level: "ok" };
  const how = {
    there: "is in .toolchain",
    wanted: "is fetched from npm into .toolchain",
    left: "for CI alone: npm run test-current fetches it",
  };
  return { what, found: `${pinned.version} ${how[facts.currentNode]}`, level: "ok" };
}

/** @param {Facts} facts */
function nodeRemedy(facts) {
  const want = `install Node ${NODE_FLOOR} or later`;
  if (facts.packageManager === "apk") return `${want}: ${installCommand(facts, "nodejs-current npm")}`;
  if (facts.packageManager === "brew") {
    return `${want}: brew install node@${NODE_FLOOR} && brew link --overwrite node@${NODE_FLOOR}`;
  }
  return `${want} from https://nodejs.org`;
}

/** @param {Facts} facts @returns {Row} */
function npm(facts) {
  if (facts.npmVersion) return { what: "npm", found: facts.npmVersion, level: "ok" };
  return { what: "npm", found: "none", level: "stop", remedy: installCommand(facts, "npm") ?? "install npm" };
}

/** @param {Facts} facts @returns {Row} */
function git(facts) {
  if (facts.gitVersion) return { what: "git", found: facts.gitVersion, level: "ok" };
  return { what: "git", found: "none", level: "stop", remedy: installCommand(facts, "git") ?? "install git" };
}

/** @param {Facts} facts @returns {Row} */
function disk(facts) {
  const nodes = [facts.needsNode, facts.currentNode === "wanted"].filter(Boolean).length;
  const needed = nodes * NODE_MB + (facts.needsPackages ? PACKAGES_MB : 0);
  const found = `${facts.diskFreeMb} MB free${needed > 0 ? `, ${needed} MB needed now` : ""}`;
  if (!facts.isWritable) {
    return { what: "disk", found: "this folder is read-only", level: "stop", remedy: "clone into your own folder" };
  }
  if (facts.diskFreeMb < needed) {
    return { what: "disk", found, level: "stop", remedy: "free some space, or clone onto another disk" };
  }
  return { what: "disk", found, level: "ok" };
}

/** @param {Facts} facts @returns {Row} */
function packageManager(facts) {
  const found = facts.packageManager ?? "none known";
  if (!facts.packageManager) {
    return { what: "packages", found, level: "note", remedy: "install what is missing by hand" };
  }
  if (facts.isRoot || facts.packageManager === "brew") return { what: "packages", found, level: "ok" };
  return { what: "packages", found: `${found}, not root: commands are printed, not run`, level: "ok" };
}

/** @param {Facts} facts @returns {Row} */
function namespaces(facts) {
  const what = "user namespaces";
  if (facts.platform !== "linux") return { what, found: "not on this system", level: "ok" };
  const blocked = blockedNamespaces(facts);
  if (blocked) return { what, level: "note", ...blocked };
  if (facts.userNamespaces === true) return { what, found: "allowed", level: "ok" };
  if (facts.userNamespaces === null) {
    return { what, found: "not tried (no unshare)", level: "note", remedy: "install util-linux" };
  }
  return {
    what,
    found: "refused",
    level: "note",
    remedy: "a container or a security module refuses them; allow them for this container, or run outside it",
  };
}

/**
 * A setting that forbids them holds for everyone but root, so it counts even where root's own try succeeded.
 * @param {Facts} facts
 */
function blockedNamespaces({ namespaceSettings: { clone, max, apparmor } }) {
  if (clone === "0") {
    return { found: "off (kernel.unprivileged_userns_clone)", remedy: sysctl("kernel.unprivileged_userns_clone=1") };
  }
  if (max === "0") return { found: "off (user.max_user_namespaces)", remedy: sysctl("user.max_user_namespaces=15000") };
  if (apparmor !== null && apparmor !== "0") {
    return {
      found: "restricted by AppArmor",
      remedy:
        "allow bubblewrap alone: sudo apt-get install -y apparmor-profiles && " +
        "sudo ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ && " +
        "sudo systemctl reload apparmor",
    };
  }
  return null;
}

/** @param {string} assignment */
function sysctl(assignment) {
  return `echo ${assignment} | sudo tee /etc/sysctl.d/60-espalier.conf && sudo sysctl --system`;
}

/** @param {Facts} facts @returns {Row} */
function bubblewrap(facts) {
  const what = "bubblewrap";
  if (facts.bubblewrap) return { what, found: facts.bubblewrap, level: "ok" };
  if (facts.platform !== "linux") return { what, found: "not on this system", level: "ok" };
  const remedy = installCommand(facts, "bubblewrap") ?? "install bubblewrap by hand";
  return { what, found: "none (sandboxes need it)", level: "note", remedy };
}


/**
 * The table a person reads before anything is fetched.
 * @param {readonly Row[]} rows
 */
export function tableText(rows) {
  const width = Math.max(...rows.map((row) => row.what.length));
  const sign = { ok: "ok  ", note: "note", stop: "STOP" };
  return rows
    .flatMap(({ what, found, level, remedy }) => [
      `  ${sign[level]}  ${what.padEnd(width)}  ${found}`,
      ...(remedy ? [`        ${" ".repeat(width)}  → ${remedy}`] : []),
    ])
    .join("\n");
}
