/** A graph as Mermaid: one that can stand in a page of documentation. */
import type { Graph, GraphNode } from './graph.ts';
import { lineOf, titleOf } from './graph.ts';

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

function shapeOf(node: GraphNode): string {
  const { id, kind } = node;
  if (kind === 'end' || kind === 'halt') return `${id}(["${kind}"])`;
  const text = `${escaped(titleOf(node))}<br/>${escaped(lineOf(node))}`;
  // What waits for people stands out.
  const isPersons = kind === 'ask' || kind === 'talk' || kind === 'publish';
  return isPersons ? `${id}[/"${text}"/]` : `${id}["${text}"]`;
}

/** As the entity codes that Mermaid has for what would mean something to it. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,;:_/→▶…*?!()+=-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
