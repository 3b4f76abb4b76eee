/** The sound texts that the examples of the catalogue are pieces of, with the files that they name. */
import { agent, gate, land, measure, plan, publish, review, run, workflow } from '../../build-ir.ts';

export type Base = 'fix' | 'part' | 'tour' | 'feature' | 'outside' | 'json' | 'yaml' | 'config'
  | 'rehearsal' | 'first-rehearsal' | 'called-rehearsal' | 'input';

/** Writes, proves, reviews and lands. */
const fix = `espalier 1

agent coder   { use scripted }
agent skeptic { use scripted }
gate unit "npm test" { role tests }
landing [unit]
include "part.esp"

workflow fix(goal text) {
  step write {
    agent coder  prompt "write.md"  writes code ["**"]  max 3
    ok -> verify  refused -> write  fail -> write
  }
  step verify {
    gate unit
    green -> review  red -> write
  }
  step review {
    agent skeptic  prompt "review.md"  approves approve else change
    approve -> land  change -> write  fail -> halt
  }
  step land {
    land approved by review
    landed -> end  conflict -> write  red -> write
  }
}
`;

/** One step of most kinds. */
const tour = `espalier 1

agent critic  { use scripted }
agent skeptic { use gemini  model "gemini-2.5-pro" }
sandbox box { use bubblewrap }
gate lint "npm run lint" { role static }
gate speed "npm run bench"
budget { usd 20  tokens 6M  time 3h }
limits { visits 5  lease-time 5m  lease-life 2h  backoff 1s  backoff-max 5m  allowance usd 0.5 tokens 200K }
person ada may answer, publish

workflow tour(goal text) {
  step build {
    run "make all"  in box  outcomes built, broken
    built -> look  broken -> halt
  }
  step look {
    panel [critic, skeptic]  prompt "look.md"
    ok -> choose  split -> choose  fail -> halt
  }
  step choose {
    ask "Go on?"
    yes -> pause  no -> halt
  }
  step pause {
    wait 10m
    ok -> poll
  }
  step poll {
    wait for "test -f done"  every 1m
    ok -> count  fail -> halt
  }
  step count {
    measure speed  better higher  target 10
    reached -> part  better -> build  same -> build  worse -> build  fail -> halt
  }
  step part {
    call part(topic: goal)  explore 2 pick first
    ok -> check
  }
  step check {
    gate lint, speed
    green -> publish  red -> build
  }
  step publish {
    publish branch "espalier/{{ run }}"
    published -> end  rejected -> halt  fail -> halt
  }
}

workflow part(topic text, times number = 3) {
  step one {
    agent [critic, skeptic] by attempt  prompt "look.md"
    ok -> end  fail -> halt
  }
}
`;

/** Grows tasks. */
const feature = `espalier 1

agent planner { use scripted }
agent coder   { use scripted }
agent skeptic { use scripted }
gate unit "npm test" { role tests }
landing [unit]

workflow feature(goal text) {
  step plan {
    agent planner  prompt "look.md"  returns tasks  max 3
    ok -> build  refused -> plan  fail -> halt
  }
  step build {
    grow plan.tasks  test leaf  code leaf  docs leaf  deps leaf  parallel 4
    landed -> end  stalled -> halt
  }
}

workflow leaf(task) {
  step write {
    agent coder  prompt "look.md"  writes task.writes  max 3
    ok -> verify  refused -> write  fail -> write
  }
  step verify {
    gate unit
    green -> review  red -> write
  }
  step review {
    agent skeptic  prompt "look.md"  approves approve else change
    approve -> accept  change -> write  fail -> halt
  }
  step accept {
    ask "Is it good?"  show candidate  approves good
    good -> land  bad -> write
  }
  step land {
    land approved by review and accept
    landed -> end  conflict -> write  red -> write
  }
}
`;

/** Reads text from outside, and reaches hosts, not both at once. */
const outside = `espalier 1

agent triager { use scripted }
sandbox shut { use bubblewrap }
sandbox wide { use bubblewrap  reaches registry }
service db "postgres" { port 5432 }
gate unit "npm test" { in shut  with db }

workflow triage {
  step fetch {
    run "npm ci"  in wide
    ok -> sort  fail -> halt
  }
  step sort {
    agent triager  prompt "look.md"  reads issues  in shut
    ok -> end  fail -> halt
  }
}
`;

const planned = plan({
  workflows: [workflow('fix',
    run('try', { command: 'make' }, 'ok -> look  fail -> halt'),
    agent('look', { agents: ['critic', 'skeptic'], panel: true, prompt: 'look.md' }, 'ok -> count  fail -> halt  split -> halt'),
    measure('count', { gate: 'unit', better: 'higher', target: 10 }, 'reached -> write  better -> write  same -> write  worse -> write  fail -> halt'),
    agent('write', { agents: ['coder'], prompt: 'look.md', writes: ['**'], writesKind: 'code', max: 3 }, 'ok -> verify  fail -> halt  refused -> halt'),
    gate('verify', ['unit'], 'green -> review  red -> write'),
    review('review', ['critic'], 'approve -> land  change -> write  fail -> halt'),
    land('land', [['review']], 'landed -> publish  conflict -> write  red -> write'),
    publish('publish', 'main', 'published -> end  rejected -> halt  fail -> halt'))],
});

/** Laid out as a person would: lists of one word on one line. */
const json = `${JSON.stringify(planned, null, 2)
  .replaceAll(/\[\s+("[^"]*")\s+\]/g, '[$1]')
  .replaceAll(/\[\s+("[^"]*"),\s+("[^"]*")\s+\]/g, '[$1, $2]')
  .replaceAll(/\[\s+(\["[^"]*"\])\s+\]/g, '[$1]')}\n`;

/** As YAML in its flow style, with a first line to put something before. */
const yaml = `${JSON.stringify({ ...planned, workflows: [] }).slice(0, -1).replace('"workflows":[],', '')},\nworkflows: ${JSON.stringify(planned.workflows)}}\n`;

const config = `espalier 1
budget { usd 5 }
limits { allowance usd 0.5 }
source issues "gh issue list"
hosts registry "registry.npmjs.org"
waiver ours "only our own issues"
provider local { speaks chat  url "http://127.0.0.1:8080"  key env "LOCAL_KEY" }
`;

const rehearsal = `rehearsal "a red gate sends the work back once"
workflow feature.esp
given goal "Make it faster"
task export: verify red, green
expect complete
visits build 1
plan ok tasks {
  code export  writes src/export.ts
}
`;

/** No workflow in front, so that an example may leave it out. */
const firstRehearsal = `rehearsal "the simplest course"
workflow feature.esp
expect complete
`;

const calledRehearsal = `workflow nested.esp
rehearsal "what is called looks once"
visits part.look 1
`;

/** Two of its workflows have a step of one name. */
const nested = `espalier 1
workflow main { step look { call part  ok -> end } }
workflow part { step look { run "make"  ok -> end  fail -> halt } }
`;

/** What a person pipes to be laid out. */
const input = `espalier 1

agent coder { use scripted }
`;

/** The text of the entry, and its name. */
export const entryOf: Readonly<Record<Base, readonly [name: string, text: string]>> = {
  fix: ['fix.esp', fix],
  part: ['waits.esp', 'espalier 1\nworkflow part { step pause { wait 1m  ok -> end } }\n'],
  tour: ['tour.esp', tour],
  feature: ['feature.esp', feature],
  outside: ['triage.esp', outside],
  json: ['fix.json', json],
  yaml: ['fix.yaml', yaml],
  config: ['config:/config.esp', config],
  rehearsal: ['feature.rehearsal', rehearsal],
  'first-rehearsal': ['feature.rehearsal', firstRehearsal],
  'called-rehearsal': ['nested.rehearsal', calledRehearsal],
  input: ['-', input],
};

/** Files that a text needs to be sound, and that its examples may show. */
export const filesOf: Readonly<Partial<Record<Base, Readonly<Record<string, string>>>>> = {
  'outside': {
    'config:/config.esp': 'espalier 1\nsource issues "gh issue list"\nhosts registry "registry.npmjs.org"\nwaiver ours "only our own issues"\n',
  },
  'called-rehearsal': { 'nested.esp': nested },
};

/** What the texts name, or could. */
export function filesBeside(): ReadonlyMap<string, string> {
  return new Map([
    ['write.md', 'Do it: {{ goal }}. {{ guidance }}\n'], ['review.md', 'Look at it: {{ patch }}\n'], ['look.md', 'Look at it.\n'],
    ['mistyped.md', 'Do it: {{ gaol }}.\n'], ['open.md', 'Do it: {{ goal.\n'],
    ['part.esp', 'espalier 1\nagent helper { use scripted }\n'], ['ring.esp', 'espalier 1\ninclude "ring.esp"\n'],
    ['parts/one.md', 'One.\n'], ['image.png', 'PNG\0'], ['large.md', 'a'.repeat(1_048_577)], ['fix.esp', fix], ['feature.esp', feature], ['prompts/review.md', 'Look at it.\n'],
  ]);
}
