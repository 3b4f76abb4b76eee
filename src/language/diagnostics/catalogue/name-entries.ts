/** ESP1: names, and what they refer to. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const nameEntries: Entries = {
  'bad-name': {
    title: 'A name of other letters',
    says: 'A name has 1 to 64 small letters, digits and `-`, a letter first. Names become parts of ids, of branches and of files, so nothing else is allowed in them.',
    ...shown('json', '"name": "Skeptic"', '"name": "skeptic"'),
  },
  'duplicate-name': {
    title: 'Two of one name',
    says: 'Agents, gates, sandboxes, workflows and the steps of a workflow each have names of their own. Of two with one name it would not be known which is meant.',
    ...shown('fix', 'agent skeptic { use scripted }\nagent skeptic { use scripted }', 'agent skeptic { use scripted }'),
  },
  'reserved-name': {
    title: 'A name that means something already',
    says: '`end`, `halt`, `candidate` and a few others have a meaning of their own wherever a step or an input may be named. Give it another name.',
    ...shown('tour', '    ok -> choose  split -> candidate  fail -> halt\n  }\n  step candidate {\n    wait 1m\n    ok -> choose\n  }', '    ok -> choose  split -> choose  fail -> halt\n  }'),
  },
  'unknown-root': {
    title: 'The run would begin with a workflow that does not exist',
    says: '`root` names the workflow that a run begins with. None of the file or of what it includes has that name.',
    ...shown('fix', 'landing [unit]\nroot fixx', 'landing [unit]'),
  },
  'unknown-start': {
    title: 'A workflow starts at a step that it does not have',
    says: 'The start is one of the workflow\'s own steps. In an .esp file it is the first one, so this is a fault of plans in JSON and YAML.',
    ...shown('json', '"start": "tri"', '"start": "try"'),
  },
  'unknown-agent': {
    title: 'An agent that is not declared',
    says: 'A step names agents of the file: `agent NAME { use … }`. There is none of that name; most likely it is mistyped.',
    ...shown('fix', 'agent codr  prompt', 'agent coder  prompt'),
  },
  'unknown-sandbox': {
    title: 'A sandbox that is not declared',
    says: '`in` names a sandbox of the file: `sandbox NAME { use … }`. There is none of that name.',
    ...shown('tour', 'in bax', 'in box'),
  },
  'unknown-gate': {
    title: 'A gate that is not declared',
    says: 'Gates are declared once, by name, and named by steps and by `landing`. There is none of that name.',
    ...shown('fix', 'landing [unti]', 'landing [unit]'),
  },
  'unknown-workflow': {
    title: 'A workflow that does not exist',
    says: '`call` and `grow` name workflows of the file, or of what it includes. There is none of that name.',
    ...shown('tour', 'call prat', 'call part'),
  },
  'duplicate-gate': {
    title: 'A gate is named twice',
    says: 'One list names each gate once. Running it twice proves nothing more.',
    ...shown('tour', 'gate lint, speed, lint', 'gate lint, speed'),
  },
  'unknown-adapter': {
    title: 'A program that is not known',
    says: '`use` names a program that Espalier has an adapter for. There is none of that name.',
    ...shown('fix', 'agent skeptic { use scriptd }', 'agent skeptic { use scripted }'),
  },
  'unknown-show': {
    title: 'What is to be shown is not there',
    says: '`show` names the step whose plan or words are shown, or `candidate`, the patch of the line. The person would otherwise approve what they cannot see.',
    ...shown('feature', 'show candidat ', 'show candidate '),
  },
  'unknown-tasks': {
    title: 'A step that returns no tasks',
    says: '`grow` grows the tasks that a step of the same workflow `returns`. The step named returns none.',
    ...shown('feature', 'grow paln.tasks', 'grow plan.tasks'),
  },
  'unknown-approval': {
    title: 'Approved by a step that approves nothing',
    says: '`land approved by` names steps that have `approves`. What the step named says is no approval, so nothing could ever land.',
    ...shown('fix', 'land approved by verify', 'land approved by review'),
  },
  'no-command': {
    title: 'A command is empty',
    says: 'A gate or a `run` step with an empty command would do nothing, and be green for it; an agent that is nothing but a `command` needs one.',
    ...shown('fix', 'gate unit " " { role tests }', 'gate unit "npm test" { role tests }'),
  },
  'no-agent': {
    title: 'No agent is named',
    says: 'The list of agents is empty. A step of agents names at least one.',
    ...shown('tour', 'agent [] prompt', 'agent [critic, skeptic] by attempt  prompt'),
  },
  'no-prompt': {
    title: 'No prompt',
    says: 'An agent without a prompt would not know what to do. `prompt` names a file beside the workflow.',
    ...shown('feature', 'agent planner  returns', 'agent planner  prompt "look.md"  returns'),
  },
  'no-gate': {
    title: 'No gate is named',
    says: 'The list of gates is empty. A gate step names at least one; otherwise its green would prove nothing.',
    ...shown('tour', 'gate []', 'gate lint, speed'),
  },
  'no-question': {
    title: 'A question is empty',
    says: 'A person who is asked nothing cannot answer.',
    ...shown('tour', 'ask ""', 'ask "Go on?"'),
  },
  'no-remote': {
    title: 'No remote',
    says: 'What is published goes to a remote. In an .esp file the default is `origin`, so this is a fault of plans in JSON and YAML.',
    ...shown('json', '"remote": ""', '"remote": "origin"'),
  },
  'no-branch': {
    title: 'No branch',
    says: 'What is published goes to a branch: `publish branch "espalier/{{ run }}"`.',
    ...shown('tour', 'publish branch ""', 'publish branch "espalier/{{ run }}"'),
  },
  'small-panel': {
    title: 'A panel of fewer than two',
    says: 'A panel is several agents that judge each by itself. One alone is `agent`.',
    ...shown('tour', 'panel [critic]', 'panel [critic, skeptic]'),
  },
  'panel-and-ladder': {
    title: 'A panel that is a ladder too',
    says: 'A panel asks all of its agents at once; `by` asks one after the other. One step does one of them.',
    ...shown('json', '"agents": ["critic", "skeptic"],\n          "panel": true,\n          "by": "attempt"', '"agents": ["critic", "skeptic"],\n          "panel": true'),
  },
  'panel-writes': {
    title: 'A panel that writes',
    says: 'The agents of a panel work side by side, so that their patches could not be one. Let one agent write, and a panel judge.',
    ...shown('json', '{\n              "on": "split",\n              "to": "halt"\n            },\n            {\n              "on": "refused",\n              "to": "halt"\n            }\n          ],\n          "prompt": "look.md",\n          "agents": ["critic", "skeptic"],\n          "panel": true,\n          "writes": ["docs/**"],\n          "writesKind": "docs"', '{\n              "on": "split",\n              "to": "halt"\n            }\n          ],\n          "prompt": "look.md",\n          "agents": ["critic", "skeptic"],\n          "panel": true'),
  },
  'panel-returns': {
    title: 'A panel that returns',
    says: 'The agents of a panel work side by side, so that what they return could not be one. Let one agent return it, and a panel judge.',
    ...shown('json', '{\n              "on": "split",\n              "to": "halt"\n            },\n            {\n              "on": "refused",\n              "to": "halt"\n            }\n          ],\n          "prompt": "look.md",\n          "agents": ["critic", "skeptic"],\n          "panel": true,\n          "returns": "data"', '{\n              "on": "split",\n              "to": "halt"\n            }\n          ],\n          "prompt": "look.md",\n          "agents": ["critic", "skeptic"],\n          "panel": true'),
  },
  'ladder-without-order': {
    title: 'Several agents, and not how they take turns',
    says: 'Several agents are a ladder, `by attempt` or `by effort`, or a `panel`. It has to be said which.',
    ...shown('tour', 'agent [critic, skeptic]  prompt', 'agent [critic, skeptic] by attempt  prompt'),
  },
  'fresh-without-writes': {
    title: '`fresh`, and nothing is written',
    says: '`fresh` has a writing step start from the base of its line. A step that does not write has nothing to start from.',
    ...shown('tour', 'run "make all"  fresh ', 'run "make all" '),
  },
  'empty-writes': {
    title: '`writes` without a path',
    says: 'A step that writes says what it may change. An empty list would refuse every patch.',
    ...shown('fix', 'writes code []', 'writes code ["**"]'),
  },
  'bad-claim': {
    title: 'A path that cannot be claimed',
    says: '`writes` holds literal paths and `dir/**`, nothing else, so that it can be known at once whether two tasks overlap.',
    ...shown('fix', 'writes code ["src/*.ts"]', 'writes code ["**"]'),
  },
  'bad-report': {
    title: 'A report that is no file of the workspace',
    says: 'A gate may say in `report` where its command leaves its results, as JUnit, TAP or SARIF: at most eight files below the workspace, each named whole, without a wildcard. They are read for showing and for the names of tests; the exit code decides.',
    ...shown('fix', 'gate unit "npm test" { role tests  report "reports/*.xml" }', 'gate unit "npm test" { role tests }'),
  },
  'bad-glob': {
    title: 'A pattern that cannot be read',
    says: 'A pattern of paths has `*` within a name, `**` for whole folders, and nothing more. This one does not parse.',
    ...shown('fix', 'landing [unit]\ntests ["test**"]', 'landing [unit]'),
  },
  'duplicate-kind': {
    title: 'Two workflows for one kind of task',
    says: 'Each kind of task runs one workflow. Of two it would not be known which.',
    ...shown('feature', 'code leaf  code leaf', 'code leaf'),
  },
  'grow-without-kinds': {
    title: 'No workflow for any task',
    says: '`grow` says which workflow each kind of task runs: `code leaf`. Without one no task could be done.',
    ...shown('feature', 'grow plan.tasks  parallel', 'grow plan.tasks  test leaf  code leaf  docs leaf  deps leaf  parallel'),
  },
  'neither-timer-nor-poll': {
    title: 'A wait that is neither a timer nor a poll',
    says: '`wait 2h` is a timer. `wait for "…" every 1m` asks a command until it says something other than `pending`.',
    ...shown('tour', 'wait for "test -f done"\n', 'wait for "test -f done"  every 1m\n'),
  },
  'nobody-may-publish': {
    title: 'Nobody may publish',
    says: 'The file says who may do what, and none of them may publish; so this step could only wait for ever.',
    ...shown('tour', 'person ada may answer', 'person ada may answer, publish'),
  },
  'nobody-may-answer': {
    title: 'Nobody may answer',
    says: 'The file says who may do what, and none of them may answer; so this question could only wait for ever.',
    ...shown('tour', 'person ada may publish', 'person ada may answer, publish'),
  },
  'unknown-input': {
    title: 'An input that there is not',
    says: 'An argument is for an input of the workflow that is called, and may be an input of the one that calls. There is none of that name.',
    ...shown('tour', 'call part(topic: gaol)', 'call part(topic: goal)'),
  },
  'duplicate-argument': {
    title: 'One input is given twice',
    says: 'Each input of the called workflow is given once. Of two values it would not be known which holds.',
    ...shown('tour', 'call part(topic: goal, topic: "speed")', 'call part(topic: goal)'),
  },
  'input-not-given': {
    title: 'An input that nothing gives',
    says: 'The called workflow needs this input: it has no default, and the call gives none.',
    ...shown('tour', 'call part  explore', 'call part(topic: goal)  explore'),
  },
  'argument-misfit': {
    title: 'An argument of another type',
    says: 'An input takes texts, numbers, tasks or one task, as its workflow says. What is given is of another type.',
    ...shown('tour', 'call part(topic: goal, times: goal)', 'call part(topic: goal)'),
  },
  'bad-default': {
    title: 'A default that its input does not take',
    says: 'The default of a number is a number; tasks have none.',
    ...shown('tour', 'times number = "many"', 'times number = 3'),
  },
  'task-without-task': {
    title: 'A task where no `grow` leads',
    says: 'A workflow with the input `task` is run for a task, by `grow`. Nothing else can give it one.',
    ...shown('tour', 'workflow part(topic text, task,', 'workflow part(topic text,'),
  },
  'unknown-service': {
    title: 'A service that is not declared',
    says: '`with` names services of the file: `service NAME "…"`. There is none of that name.',
    ...shown('outside', 'with dp', 'with db'),
    also: ['service db "postgres" { port 5432 }'],
  },
  'unknown-source': {
    title: 'A source that is not declared',
    says: '`reads` names sources of the person\'s own configuration: `source NAME "…"`. There is none of that name.',
    ...shown('fix', 'prompt "write.md"  reads issues', 'prompt "write.md"'),
  },
  'unknown-hosts': {
    title: 'Hosts that are not declared',
    says: '`reaches` names hosts of the person\'s own configuration: `hosts NAME "…"`. There are none of that name.',
    ...shown('outside', 'reaches regsitry', 'reaches registry'),
    also: ['config.esp: hosts registry "registry.npmjs.org"'],
  },
  'unknown-waiver': {
    title: 'A waiver that is not declared',
    says: '`waiver` names one of the person\'s own configuration: `waiver NAME "why"`. There is none of that name.',
    ...shown('fix', 'prompt "write.md"  waiver ours', 'prompt "write.md"'),
  },
  'duplicate-reference': {
    title: 'One thing twice in a list',
    says: 'A list names each thing once. The second time means nothing, or was meant to be something else.',
    ...shown('config', '"registry.npmjs.org", "registry.npmjs.org"', '"registry.npmjs.org"'),
  },
  'no-reason': {
    title: 'A waiver without a reason',
    says: 'A waiver says in words why private code, text from outside and a way out may be together.',
    ...shown('config', 'waiver ours " "', 'waiver ours "only our own issues"'),
  },
  'no-host': {
    title: 'Hosts without a host',
    says: '`hosts` names at least one host. A sandbox that reaches nothing says nothing of it.',
    ...shown('config', 'hosts registry []', 'hosts registry "registry.npmjs.org"'),
  },
  'bad-host': {
    title: 'Not the name of one host',
    says: 'A host is one name, such as `registry.npmjs.org`, with a port or without, or `*.` before a name that is one owner\'s. A wildcard where anybody can have a name, such as `*.com` or `*.github.io`, would let out to anybody; addresses, and this machine itself, would lead past the gateway.',
    ...shown('config', 'hosts registry "*.org"', 'hosts registry "registry.npmjs.org"'),
  },
  'command-and-script': {
    title: 'A command and a script',
    says: 'A `run` step performs a command or a script of its own file. Of both it would not be known which.',
    ...shown('json', '"command": "make", "script": "look.md"', '"command": "make"'),
  },
};
