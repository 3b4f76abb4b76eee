/** The picture of a plan in one of the formats that there are; what lays out is loaded only for SVG. */
import type { Ir } from '../kernel/ir.ts';
import { dot } from '../language/graph/dot.ts';
import type { Graph } from '../language/graph/graph.ts';
import { graphOf } from '../language/graph/graph.ts';
import { mermaid } from '../language/graph/mermaid.ts';

export const graphFormats = ['mermaid', 'dot', 'svg', 'json'] as const;
export type GraphFormat = (typeof graphFormats)[number];

/** Steps, and wires, of one workflow that are laid out in about a second; and of all together. */
const mostNodes = 100;
const mostWires = 250;
const mostOfAll = 400;

/** `null`: it is too large for this format. */
export async function drawGraph(ir: Ir, format: GraphFormat): Promise<string | Graph | null> {
  const graph = graphOf(ir);
  switch (format) {
    case 'mermaid': return mermaid(graph);
    case 'dot': return dot(graph);
    case 'json': return graph;
    case 'svg': return isLarge(ir) ? null : (await import('../language/graph/svg.ts')).svg(graph);
  }
}

function isLarge({ workflows }: Ir): boolean {
  const all = workflows.reduce((sum, { steps }) => sum + steps.length, 0);
  return all > mostOfAll || workflows.some(({ steps }) =>
    steps.length > mostNodes || steps.reduce((sum, { wires }) => sum + wires.length, 0) > mostWires);
}
