/** ESP2: wires, outcomes, cycles and caps. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const wireEntries: Entries = {
  'outcome-not-wired': {
    title: 'An outcome leads nowhere',
    says: 'Every outcome that a step can have is wired, unless it has a default that is stated. This one has none, so the run would not know how to go on.',
    ...shown('fix', 'green -> review\n', 'green -> review  red -> write\n'),
  },
  'outcome-unknown': {
    title: 'A wire for an outcome that cannot be',
    says: 'The step can never end with this word, so the wire would never be taken. Most likely another word was meant.',
    ...shown('fix', 'green -> review  red -> write  rad -> write', 'green -> review  red -> write'),
  },
  'outcome-wired-twice': {
    title: 'Two wires for one outcome',
    says: 'An outcome leads to one place. Of two wires it would not be known which is taken.',
    ...shown('fix', 'green -> review  red -> write  red -> review', 'green -> review  red -> write'),
  },
  'unknown-step': {
    title: 'A wire to a step that does not exist',
    says: 'A wire leads to a step of the same workflow, to `end` or to `halt`.',
    ...shown('fix', 'green -> revew', 'green -> review'),
  },
  'word-without-end': {
    title: 'A word on a wire that does not end',
    says: '`as` says with which word a workflow ends, so it stands behind `end` only.',
    ...shown('json', '"to": "verify",\n              "as": "good"', '"to": "verify"'),
  },
  'bad-end-word': {
    title: 'A word that no workflow can end with',
    says: '`timeout`, `budget`, `limit` and `fault` are said by the brain, and `halt` is no end. A workflow ends with another word.',
    ...shown('fix', 'landed -> end as limit', 'landed -> end'),
  },
  'step-unreachable': {
    title: 'No wire leads to a step',
    says: 'The step could never be visited. Either a wire to it is missing, or it is left over.',
    ...shown('tour', 'wait 10m\n    ok -> poll\n  }\n  step idle {\n    wait 1m\n    ok -> poll\n  }', 'wait 10m\n    ok -> poll\n  }'),
  },
  'no-way-to-end': {
    title: 'A workflow that cannot end',
    says: 'No wire that can be reached leads to `end`, so a run of this workflow could only halt.',
    ...shown('fix', 'landed -> halt', 'landed -> end'),
  },
  'cycle-without-cap': {
    title: 'A cycle that nothing limits',
    says: 'Steps lead back to each other, and none of them says how often it may be visited. An agent that fails would be asked again without end, or until the money is gone. Say `max` at one of them, or `limits { visits … }`.',
    ...shown('tour', 'limits { lease', 'limits { visits 5  lease'),
  },
  'empty-outcomes': {
    title: 'A list of outcomes without a word',
    says: '`outcomes` says with which words a command may end. Without one it could not end.',
    ...shown('tour', 'outcomes []\n    limit -> look', 'outcomes built, broken\n    built -> look'),
  },
  'duplicate-outcome': {
    title: 'One outcome twice',
    says: 'The list of outcomes names each word once.',
    ...shown('tour', 'outcomes built, broken, built', 'outcomes built, broken'),
  },
  'bad-outcome': {
    title: 'An outcome that is no name',
    says: 'Outcomes are written like names: small letters, digits and `-`, a letter first.',
    ...shown('json', '"kind": "run", "outcomes": ["ok", "Fail!"]', '"kind": "run"'),
  },
  'reserved-outcome': {
    title: 'An outcome that has a meaning already',
    says: '`timeout`, `budget`, `limit`, `fault` and a few others are said by the brain. A command cannot say them.',
    ...shown('tour', 'outcomes built, broken, limit\n    limit -> halt ', 'outcomes built, broken\n   '),
  },
  'no-word-of-a-person': {
    title: 'A person could say nothing',
    says: 'The words that a person may answer with are those that are wired. Here none is.',
    ...shown('tour', 'ask "Go on?"\n    limit -> pause  timeout -> halt', 'ask "Go on?"\n    yes -> pause  no -> halt'),
  },
  'calls-itself': {
    title: 'Workflows that call each other without end',
    says: 'A workflow that calls itself, by itself or by others, would open frames without end. What repeats is a cycle of wires with a cap.',
    ...shown('tour', 'call part(topic: topic)\n    ok -> end', 'agent [critic, skeptic] by attempt  prompt "look.md"\n    ok -> end  fail -> halt'),
  },
  'grow-in-task': {
    title: 'A task that grows tasks',
    says: 'A task cannot grow tasks of its own: the graph would have no bound. A writing step files follow-up tasks instead.',
    ...shown('feature', 'step split {\n    agent planner  prompt "look.md"  returns tasks  max 3\n    ok -> more  refused -> split  fail -> halt\n  }\n  step more {\n    grow split.tasks  docs leaf  parallel 2\n    landed -> write  stalled -> halt\n  }\n  step write {', 'step write {'),
  },
  'grow-kinds-differ': {
    title: 'Two grows of the same tasks take other kinds',
    says: 'A plan is admitted once, for the kinds of task that its `grow` has workflows for. Another `grow` of the same tasks would refuse what it has none for, and what only that one takes is never admitted.',
    ...shown('feature',
      'landed -> end  stalled -> rest\n  }\n  step rest {\n    grow plan.tasks  code leaf  parallel 1\n    landed -> end  stalled -> halt',
      'landed -> end  stalled -> halt'),
  },
  'step-not-in-branch': {
    title: 'A branch that grows, lands or publishes',
    says: 'The branches of `explore` are candidates of which one is taken. What lands or is published cannot be taken back, so that no branch may do it.',
    ...shown('tour', 'publish branch "main"\n    published -> end  rejected -> halt ', 'agent [critic, skeptic] by attempt  prompt "look.md"\n    ok -> end '),
  },
  'best-without-measure': {
    title: 'The best of branches that nothing measures',
    says: '`pick best` compares numbers, and no step of the called workflow yields one. Add a `measure` step to it, or `pick first`.',
    ...shown('tour', 'explore 2 pick best', 'explore 2 pick first'),
  },
  'work-after-landing': {
    title: 'Work after landing',
    says: 'A task that has landed is over: what it wrote afterwards would belong to no task that somebody admitted. Lead `landed` to `end`.',
    ...shown('feature', 'landed -> write  conflict -> write  red -> end', 'landed -> end  conflict -> write  red -> write'),
  },
};
