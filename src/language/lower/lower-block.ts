/** One block of a file goes into the draft of the plan: what is declared by name, and what is said once. */
import type { Block } from '../syntax/tree.ts';
import { BlockReader } from './block-reader.ts';
import { lowerAgent, lowerGate, lowerPerson, lowerSandbox, lowerService } from './declarations.ts';
import type { Draft } from './draft.ts';
import { lowerWorkflow } from './lower-workflow.ts';
import { anything } from './losses.ts';
import type { Site } from './lowering.ts';
import { report } from './lowering.ts';
import { lowerProvider, lowerRegistry } from './lower-upstream.ts';
import { lowerDay } from './lower-day.ts';
import { headTexts, lowerBudget, lowerLimits, pathClasses } from './settings.ts';

/** Declarations of one kind, as the plan's schema has them. */
const maxDeclared = 1_000;

/** Blocks with a name, and the list of the plan that they go into. */
const named: Readonly<Record<string, keyof Draft & Lists>> = {
  agent: 'agents', sandbox: 'sandboxes', service: 'services', gate: 'gates', person: 'people', workflow: 'workflows',
  source: 'sources', hosts: 'hosts', waiver: 'waivers', provider: 'providers', registry: 'registries',
};

type Lists = 'agents' | 'sandboxes' | 'services' | 'gates' | 'people' | 'workflows' | 'sources' | 'hosts' | 'waivers' | 'providers'
  | 'registries';

/** Whether the word begins a block that this version lowers; the parser has refused all others. */
export function lowerBlock(site: Site, block: Block, draft: Draft): void {
  const keyword = block.keyword.text;
  const list = Object.hasOwn(named, keyword) ? named[keyword] : undefined;
  if (list !== undefined) lowerNamed(site, { block, draft, list });
  else lowerOnce(site, block, draft);
}

interface Declaration {
  readonly block: Block;
  readonly draft: Draft;
  readonly list: Lists;
}

function lowerNamed(site: Site, { block, draft, list }: Declaration): void {
  if (block.name === null) {
    site.lowering.losses.add('', [block.keyword.text]);
    return;
  }
  const count = draft[list].length;
  if (count >= maxDeclared) {
    // Said once, at the first that is too many.
    if (!site.lowering.losses.ofPart(`${list}/${maxDeclared}`)) {
      const message = `there are more than ${maxDeclared} of \`${block.keyword.text}\``;
      report(site, { kind: 'too-many', span: block.keyword.span, message, hint: 'leave some out' });
    }
    site.lowering.losses.add(`${list}/${maxDeclared}`, [anything]);
    site.lowering.losses.add('', [anything]);
    return;
  }
  declare(draft, list, { read: new BlockReader(site, block, `${list}/${count}`), name: block.name.text });
}

interface Named {
  readonly read: BlockReader;
  readonly name: string;
}

function declare(draft: Draft, list: Lists, { read, name }: Named): void {
  switch (list) {
    case 'agents': draft.agents.push(lowerAgent(read, name)); return;
    case 'sandboxes': draft.sandboxes.push(lowerSandbox(read, name)); return;
    case 'services': draft.services.push(lowerService(read, name)); return;
    case 'gates': draft.gates.push(lowerGate(read, name)); return;
    case 'people': draft.people.push(lowerPerson(read, name)); return;
    case 'workflows': draft.workflows.push(lowerWorkflow(read, name)); return;
    case 'sources': draft.sources.push({ name, command: read.headText('command') }); return;
    case 'hosts': draft.hosts.push({ name, allow: read.textsOf(read.head(), 'allow', read.block.span) }); return;
    case 'waivers': draft.waivers.push({ name, reason: read.headText('reason') }); return;
    case 'providers': lowerProvider(read, name, draft.providers); return;
    case 'registries': lowerRegistry(read, name, draft.registries); return;
  }
}

/** What a plan has once: a second one is refused, naming the first. */
function lowerOnce(site: Site, block: Block, draft: Draft): void {
  const keyword = block.keyword.text;
  const { span } = block.keyword;
  const first = draft.once.get(keyword);
  if (first !== undefined) {
    if (block.isMeant === true) return;
    const message = `\`${keyword}\` is said a second time`;
    report(site, { kind: 'said-twice', span, message, hint: 'say it once', first });
    return;
  }
  if (block.isMeant !== true) draft.once.set(keyword, { file: site.file, span });
  if (keyword === 'root') draft.root = block.name?.text ?? rootOf(block);
  else if (keyword === 'landing') {
    const read = new BlockReader(site, block, 'landing');
    draft.landing = read.namesOf(read.head(), '', block.span);
  } else if (keyword === 'budget') {
    const read = new BlockReader(site, block, 'budget');
    draft.budget = lowerBudget(read);
    draft.day = lowerDay(read, draft.isOwn);
  }
  else if (keyword === 'limits') draft.limits = lowerLimits(new BlockReader(site, block, 'limits'));
  else {
    const name = pathClasses.find((one) => one === keyword);
    if (name === undefined) site.lowering.losses.add('', [anything]);
    else draft.paths = { ...draft.paths, [name]: headTexts(new BlockReader(site, block, `paths/${name}`)) };
  }
}

function rootOf(block: Block): string | null {
  const [first] = block.head;
  return first?.kind === 'word' ? first.text : null;
}
