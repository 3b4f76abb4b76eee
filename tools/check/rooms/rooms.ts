// The rooms under src/ and what each may import: the arrows of docs/ARCHITECTURE.md, and nothing else.
//
// A folder that is not in this table is a finding, so that a new room is a decision rather than an accident.

export interface Room {
  /** Rooms that it may import, besides itself. */
  readonly rooms: readonly string[];
  /** Packages and Node modules that it may import; everything, when absent. */
  readonly packages?: readonly string[];
  /** A room whose types it may import, and the one file whose values it may, if there is one. */
  readonly typesOf?: { readonly room: string; readonly valuesFrom: string | null };
}

const ADAPTER: Room = { rooms: ["ports", "kernel"] };

export const ROOMS: Readonly<Record<string, Room>> = {
  kernel: { rooms: [], packages: ["@noble/hashes"] },
  ports: { rooms: ["kernel"] },
  language: ADAPTER,
  journal: ADAPTER,
  sandbox: ADAPTER,
  agents: ADAPTER,
  gateway: ADAPTER,
  repo: ADAPTER,
  hands: ADAPTER,
  host: ADAPTER,
  server: { rooms: ["host", "ports", "kernel"] },
  // The replay slider folds with the engine's own reducer; all else that the pages know of it are shapes.
  web: { rooms: [], typesOf: { room: "kernel", valuesFrom: "src/kernel/evolve.ts" } },
  // What it prints are the brain's events and rows: it knows their shapes, and asks compose for everything else.
  cli: { rooms: ["compose"], typesOf: { room: "kernel", valuesFrom: null } },
  // One file, the only place that chooses adapters.
  compose: {
    rooms: [
      "kernel", "ports", "language", "journal", "sandbox", "agents",
      "gateway", "repo", "hands", "host", "server",
    ],
  },
};

/** `src/kernel/decide.ts` is in `kernel`, `src/compose.ts` is `compose`; null outside src/. */
export function roomOf(path: string): string | null {
  const [top, second = ""] = path.split("/");
  return top === "src" ? second.replace(/\.[cm]?tsx?$/, "") : null;
}
