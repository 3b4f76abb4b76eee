/** A graph as Mermaid: one that can stand in a page of documentation. */
import type { Graph, GraphNode } from './graph.ts';
import { shortened } from './short-text.ts';

export function mermaid({ workflows, nodes, edges }: Graph): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = ['flowchart TD'];
  for (const [at, { name, nodes: own }] of workflows.entries()) {
    lines.push(`  subgraph w${at}["${escaped(name)}"]`);
    for (const id of own) {
      const node = byId.get(id);
      if (node !== undefined) lines.push(`    ${shapeOf(node)}`);
    }
    lines.push('  end');
  }
  for (const { from, to, words, kind } of edges) {
    const arrow = kind === 'wire' ? '-->' : '-.->';
    lines.push(`  ${from} ${arrow}|"${escaped(words.join(', '))}"| ${to}`);
  }
  return `${lines.join('\n')}\n`;
}

function shapeOf({ id, name, kind, does }: GraphNode): string {
  if (kind === 'end' || kind === 'halt') return `${id}(["${kind}"])`;
  const text = `${escaped(name)}<br/>${escaped(kind)}${does === '' ? '' : ` ${escaped(shortened(does))}`}`;
  // What waits for people stands out.
  const isPersons = kind === 'ask' || kind === 'talk' || kind === 'publish';
  return isPersons ? `${id}[/"${text}"/]` : `${id}["${text}"]`;
}

/** As the entity codes that Mermaid has for what would mean something to it. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,;:_/→…*?!()+=-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
