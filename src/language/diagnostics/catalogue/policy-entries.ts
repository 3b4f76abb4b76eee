/** ESP6: what nothing holds, and whose file it is. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const policyEntries: Entries = {
  'not-held': {
    title: 'A demand that nothing holds',
    says: 'What a workflow asks of a sandbox or an agent is held, or the workflow is refused: a limit that nobody enforces would be a comment. An agent holds what this version has built for it. What a sandbox holds differs from machine to machine: `espalier doctor` tries it, and what it has shown is believed until the machine, its kernel, the user or the tests have changed. Such a plan can be drawn, compiled and rehearsed.',
    ...shown('tour', 'sandbox box { use bubblewrap  memory 4G }', 'sandbox box { use bubblewrap }'),
  },
  'no-model': {
    title: 'An agent that names no model',
    says: 'Some programs have no model of their own. Others have, and may ask for whichever they like; where an order may cost money, nothing could be held then, so the gateway would refuse it. What a model costs is known by its full name, as its provider says it. Such a plan can be drawn, compiled and rehearsed.',
    ...shown('tour', 'agent skeptic { use gemini }', 'agent skeptic { use gemini  model "gemini-2.5-pro" }'),
  },
  'persons-setting': {
    title: 'A repository\'s file cannot widen what is allowed',
    says: 'Sources, hosts, waivers, providers and registries widen what a leaf may do, and a budget of a day is of the whole machine, so they stand in your own configuration and never in a repository, which may come from anybody. A workflow names what you have declared.',
    ...shown('fix', 'landing [unit]\nsource issues "gh issue list"', 'landing [unit]'),
  },
  'not-in-configuration': {
    title: 'Your own configuration does not hold this',
    says: 'The configuration holds what is yours: budgets, limits, sources, hosts, waivers, providers, registries. Workflows, agents and gates belong to the repository that they are for.',
    ...shown('config', 'agent coder { use scripted }', 'budget { usd 5 }'),
  },
  'bad-url': {
    title: 'An address of which nothing could be asked safely',
    says: 'The key goes with every request, so who is asked is named by `https`; by `http` only this machine itself, for a model that runs on it. The address holds no name and no password, no `?` and no `#`; it may have a path.',
    ...shown('config', 'url "http://models.example.com"', 'url "http://127.0.0.1:8080"'),
    also: ['provider local { speaks chat'],
  },
  'bad-key-place': {
    title: 'A place where no key could be',
    says: 'The configuration says where a key is kept, and never holds one: in a variable, whose name is in capitals; in a file, whose path begins with `/` or `~/`; or with a command that prints it. What you wrote is shown to nobody, as it may be the key itself.',
    ...shown('config', 'key env "local-key"', 'key env "LOCAL_KEY"'),
    also: ['provider local { speaks chat'],
  },
  'trifecta': {
    title: 'Private code, text from outside and a way out',
    says: 'Whoever wrote the text could have the agent carry the code away. Any two of the three may be together; give the step a sandbox that reaches nothing, keep the text away from it, or name a waiver of the person\'s own configuration.',
    ...shown('outside', 'reads issues  in wide', 'reads issues  in shut'),
    also: ['config.esp: source issues "gh issue list"', 'config.esp: hosts registry "registry.npmjs.org"', 'sandbox wide { use bubblewrap  reaches registry }'],
  },
  'waiver-without-need': {
    title: 'A waiver that is not needed',
    says: 'The step does not have all three: private code, text from outside and a way out. A waiver that waits for them would hide the day on which it does.',
    ...shown('outside', 'reads issues  in shut  waiver ours', 'reads issues  in shut'),
    also: ['config.esp: waiver ours "only our own issues"', 'sandbox shut { use bubblewrap }'],
  },
  'gate-with-way-out': {
    title: 'A gate with a way out',
    says: 'Green means that a command exited with 0 on exactly this candidate; with a network it would depend on what a host answered that day, and the candidate could reach it. Give the gate a sandbox that reaches nothing.',
    ...shown('outside', 'gate unit "npm test" { in wide', 'gate unit "npm test" { in shut'),
    also: ['config.esp: hosts registry "registry.npmjs.org"', 'sandbox wide { use bubblewrap  reaches registry }'],
  },
  'service-elsewhere': {
    title: 'A service in another sandbox than who names it',
    says: 'A service runs in the box of the gate or step that names it, on its loopback, and ends with it. In a sandbox of its own nobody could reach it. Leave its sandbox out, or let it be the same.',
    ...shown('outside', 'service db "postgres" { in wide  port 5432 }', 'service db "postgres" { port 5432 }'),
    also: ['sandbox wide { use bubblewrap  reaches registry }', '{ in shut  with db }'],
  },
  'engine-socket': {
    title: 'A command that needs a container engine',
    says: 'Who may speak to the socket of Docker, Podman or their like is root on the machine, so it is never passed into a sandbox, and `docker run` has nobody to speak to. Start the program itself, which ends with its order and is seen by nobody else; or give the sandbox an `image`.',
    ...shown('outside', 'service db "docker run postgres"', 'service db "postgres"'),
    also: ['{ in shut  with db }'],
  },
};
