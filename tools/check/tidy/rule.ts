// What a tidy rule is: a name, where it holds, and how it finds what breaks it.
import type { SourceFile } from "../source/source-file.ts";

export interface Fault {
  readonly position: number;
  /** What was found, and what to write instead. */
  readonly message: string;
}

export interface Rule {
  readonly name: string;
  readonly holdsFor: (path: string) => boolean;
  readonly find: (file: SourceFile) => readonly Fault[];
  /**
   * A rule with honest exceptions: `// tidy: allow NAME: reason`, on the same line or the line above, excuses one.
   */
  readonly mayBeExcused?: boolean;
}
