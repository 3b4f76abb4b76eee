// What a tool is told on its command line. A number that is none, a name that nothing has, or an option that is not there
// would otherwise run nothing at all, and say that nothing was found wrong.
import { parseArgs } from "node:util";

/** For each option its least whole number, or `text`. */
export type Known = Readonly<Record<string, number | "text">>;

export type Values<K extends Known> = { readonly [name in keyof K]?: string };
export type ToolOptions<K extends Known> = { readonly values: Values<K> } | { readonly fault: string };

export function toolOptions<K extends Known>(args: readonly string[], known: K): ToolOptions<K> {
  const options = Object.fromEntries(Object.keys(known).map((name) => [name, { type: "string" } as const]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    const name = token.kind === "option" ? token.name : token.value;
    const least = token.kind === "option" && Object.hasOwn(known, name) ? known[name] : undefined;
    if (least === undefined) {
      return { fault: `Cannot read ${name}: the options are ${Object.keys(known).map((one) => `--${one}`).join(" ")}` };
    }
    const value = token.value ?? "";
    const isGood = least === "text" ? value !== "" : /^\d+$/.test(value) && Number(value) >= least;
    if (!isGood) return { fault: `Cannot take --${name} ${value}: it needs ${least === "text" ? "a name" : `a whole number, ${least} or more`}` };
    values.set(name, value);
  }
  return { values: Object.fromEntries(values) as Values<K> };
}

/** What may be said: `--inputs N (1 or more)  --seed N`. */
export function usage(known: Known): string {
  const lines = Object.entries(known).map(([name, least]) => `  --${name} ${least === "text" ? "NAME" : `N    a whole number, ${least} or more`}`);
  return ["Options, each with a default:", ...lines].join("\n");
}

/** The same for a tool: it says what it cannot take, and ends. */
export function optionsOrEnd<K extends Known>(known: K): Values<K> {
  if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
    console.log(usage(known));
    process.exit(0);
  }
  const read = toolOptions(process.argv.slice(2), known);
  if ("values" in read) return read.values;
  console.error(read.fault);
  process.exit(2);
}

/** Ends a tool that is given a name of nothing that there is. */
export function namesOrEnd(names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  console.error(`Cannot find ${unknown.join(", ")}: there are ${known.join(" ")}`);
  process.exit(2);
}
