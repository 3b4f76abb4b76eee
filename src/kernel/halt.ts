/** Why a frame or the run has halted, who is to blame, and the ways on (T6, R1, R3). */

export interface Halt {
  readonly reason: string;
  readonly culprits: readonly string[];
  readonly ways: readonly string[];
  /** It waits in the inbox for a raise (R3, R4). */
  readonly asks?: 'budget';
  /** A person had paused the run: after its retry it is paused again (R1). */
  readonly paused?: boolean;
}
