/** A graph as DOT, for Graphviz. */
import type { Graph, GraphNode } from './graph.ts';
import { lineOf, titleOf } from './graph.ts';

export function dot({ root, workflows, nodes, edges }: Graph): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = [`digraph ${quote(root)} {`, '  rankdir=TB;', '  node [shape=box, fontname="sans-serif"];', '  edge [fontname="sans-serif"];'];
  for (const [at, { name, nodes: own }] of workflows.entries()) {
    lines.push(`  subgraph cluster_${at} {`, `    label=${quote(name)};`);
    for (const id of own) {
      const node = byId.get(id);
      if (node !== undefined) lines.push(`    ${nodeLine(node)}`);
    }
    lines.push('  }');
  }
  for (const { from, to, words, kind } of edges) {
    const style = kind === 'wire' ? '' : ', style=dashed';
    lines.push(`  ${from} -> ${to} [label=${quote(words.join(', '))}${style}];`);
  }
  return `${lines.join('\n')}\n}\n`;
}

function nodeLine(node: GraphNode): string {
  const { id, kind } = node;
  if (kind === 'end' || kind === 'halt') return `${id} [label=${quote(kind)}, shape=oval];`;
  return `${id} [label=${quote(`${titleOf(node)}\n${lineOf(node)}`)}];`;
}

/** A quoted text of DOT: a backslash or quote stands for itself, a line end is `\n`. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
