/** The kinds of faults that the checker finds in a plan: stable names, one for each kind; keys of the catalogue of errors. */

export const irFaultCodes = [
  // Names.
  'bad-name', // not the letters, or the length, of a name
  'duplicate-name', // two of one kind are named the same
  'reserved-name', // a step named as something that wires or questions name already
  'unknown-root', // the root workflow does not exist
  'unknown-start', // a workflow starts at no step of its own

  // References.
  'unknown-agent', // an agent that is not declared
  'unknown-sandbox', // a sandbox that is not declared
  'unknown-gate', // a gate that is not declared
  'unknown-workflow', // a workflow that is not in the plan
  'unknown-service', // a service that is not declared
  'unknown-source', // a source that is not declared
  'unknown-hosts', // hosts that are not declared
  'unknown-waiver', // a waiver that is not declared
  'duplicate-reference', // a list names something twice
  'no-reason', // a waiver without a reason
  'no-host', // a list of hosts without one
  'bad-host', // not the name of one host, nor of one owner's
  'duplicate-gate', // one list names a gate twice
  'bad-report', // a report of a gate that is no file below the workspace, or one too many
  'landing-without-gate', // something lands, and no gate proves the tip
  'bad-glob', // a pattern of a path class does not parse
  'empty-writes', // `writes` without a path that could be changed
  'bad-claim', // a path of `writes` that cannot be claimed
  'kind-without-paths', // a kind of `writes` without a list of paths
  'smeared-writes', // a list of `writes` that reaches tests and what they judge
  'nobody-may-publish', // a step publishes, and none of the people may
  'nobody-may-answer', // a step asks, and none of the people may answer

  // Inputs.
  'unknown-input', // an argument for, or of, an input that does not exist
  'duplicate-argument', // a `call` gives one input twice
  'input-not-given', // nothing gives an input that has no default
  'argument-misfit', // an argument of another type than the input
  'bad-default', // a default that the input's type does not take
  'task-without-task', // an input that is a task, where no `grow` leads

  // Numbers.
  'number-out-of-range', // not whole, too small or too large
  'not-a-number', // a target that is not finite
  'lifetime-below-lease', // a lease may live shorter than it lasts
  'backoff-below-first', // the longest backoff is shorter than the first
  'timeout-above-lifetime', // an order may take longer than any lease lives
  'timeout-above-budget', // a timeout longer than the budget of time
  'timeout-without-clock', // a timeout of a step that nothing measures
  'budget-cannot-bind', // a budget that some agent reserves nothing of
  'allowance-above-budget', // an allowance that no budget could ever grant

  // What one step says of itself.
  'no-command', // the command is empty
  'command-and-script', // a `run` with both
  'no-agent', // the list of agents is empty
  'no-prompt', // the prompt is empty
  'no-gate', // the list of gates is empty
  'no-question', // the question is empty
  'no-remote', // the remote is empty
  'no-branch', // the branch is empty
  'small-panel', // a panel of fewer than two
  'panel-and-ladder', // `panel` beside `by`
  'panel-writes', // a panel with `writes`
  'panel-returns', // a panel with `returns`
  'ladder-without-order', // several agents, and not how they take turns
  'otherwise-without-approves', // `otherwise` alone
  'approves-without-otherwise', // `approves` alone, of an agent
  'same-word-twice', // one word both approves and does not
  'approver-writes', // one step approves and writes
  'approval-among-outcomes', // a word of the approval is among `outcomes` as well
  'fresh-without-writes', // `fresh`, and nothing is written
  'empty-outcomes', // a list of outcomes without a word
  'duplicate-outcome', // one outcome twice in the list
  'bad-outcome', // an outcome that is no name
  'reserved-outcome', // an outcome that has a meaning of its own
  'no-word-of-a-person', // a person could say nothing
  'unknown-show', // an `ask` shows what is not there to be shown
  'approval-not-wired', // an `ask` approves by a word that it does not wire
  'approves-unseen', // an `ask` approves a patch that it does not show
  'unknown-tasks', // a `grow` of a step that returns no tasks
  'grow-without-kinds', // a `grow` without a workflow for any kind of task
  'duplicate-kind', // a `grow` with two workflows for one kind
  'grow-kinds-differ', // two `grow`s of the same tasks, with workflows for other kinds
  'approval-by-none', // a `land` with a group of approvals that is empty
  'unknown-approval', // a `land` approved by a step that approves nothing there
  'neither-timer-nor-poll', // a `wait` that mixes the two, or is neither

  // Wires.
  'outcome-not-wired', // an outcome without a default leads nowhere
  'outcome-unknown', // a wire for an outcome that the step cannot have
  'outcome-wired-twice', // two wires for one outcome
  'unknown-step', // a wire to, or an argument of, a step that does not exist
  'word-without-end', // a wire with a word that does not lead to `end`
  'bad-end-word', // a word that no workflow can end with
  'step-unreachable', // no wire leads to a step
  'no-way-to-end', // no wire that can be reached leads to `end`

  // Frames.
  'calls-itself', // calls come back to where they began
  'grow-in-task', // a task grows tasks
  'task-writes-without-task', // `task.writes` in the run's own frame
  'own-writes-in-task', // paths of its own in a task's frame
  'step-not-in-branch', // branches that grow, land or publish
  'best-without-measure', // the best of branches that nothing measures

  // What comes from outside, and what leads out.
  'trifecta', // private code, text from outside and a way out in one leaf
  'waiver-without-need', // a waiver where not all three are
  'gate-with-way-out', // a gate, or a service beside it, that reaches hosts
  'service-elsewhere', // a service that is declared in another sandbox than who names it runs in
  'engine-socket', // a command that needs the socket of a container engine

  // Authors, proofs, and what follows a landing.
  'approver-is-author', // an agent may approve what it wrote
  'writer-without-gate', // a way from writing to landing without a gate
  'writer-without-approval', // a way from writing to landing without an approval that is required
  'writer-without-person', // a way on which no person approves what a person must (new dependencies)
  'unit-without-red-proof', // tests and their code are grown, and no gate of the landing could prove the tests red
  'work-after-landing', // a wire from a landed task to a step that writes or lands
] as const;

export type IrFaultCode = typeof irFaultCodes[number];
