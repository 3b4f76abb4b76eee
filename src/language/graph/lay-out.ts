/** Where everything in a picture of a graph is: each workflow laid out by itself, one below the other. */
import { Graph as Layout, layout } from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode, GraphWorkflow } from './graph.ts';
import { lineOf, titleOf } from './graph.ts';
import { shortened } from './short-text.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface LaidEdge extends GraphEdge {
  readonly points: readonly Point[];
  /** The middle of its words. */
  readonly label: Point | null;
}

export interface Laid {
  readonly width: number;
  readonly height: number;
  /** Of nodes; x and y are their middles. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** x and y are their upper left corners. */
  readonly clusters: readonly (Box & { readonly name: string })[];
  readonly edges: readonly LaidEdge[];
}

const margin = 20;
const heading = 26;
const gap = 40;
const nodeHeight = 40;
const endHeight = 24;
/** Columns of a character, roughly: no font is asked. */
const perCharacter = 6.8;

export function layOut(graph: Graph): Laid {
  const boxes = new Map<string, Box>();
  const clusters: (Box & { name: string })[] = [];
  const edges: LaidEdge[] = [];
  let y = margin;
  let width = 0;
  for (const workflow of graph.workflows) {
    const own = layOutWorkflow(graph, workflow, { x: 2 * margin, y: y + heading });
    for (const [id, box] of own.boxes) boxes.set(id, box);
    edges.push(...own.edges);
    clusters.push({ name: workflow.name, x: margin, y, width: own.width + 2 * margin, height: own.height + heading + margin });
    width = Math.max(width, own.width + 4 * margin);
    y += own.height + heading + margin + gap;
  }
  edges.push(...graph.edges.filter(({ kind }) => kind !== 'wire').map((edge) => link(edge, boxes)));
  return { width, height: y - gap + margin, boxes, clusters, edges };
}

interface OwnLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: readonly LaidEdge[];
}

function layOutWorkflow({ nodes, edges }: Graph, { nodes: own }: GraphWorkflow, by: Point): OwnLayout {
  const inside = new Set(own);
  const wires = edges.filter(({ from, kind }) => kind === 'wire' && inside.has(from));
  const laid = new Layout({ multigraph: true });
  laid.setGraph({ rankdir: 'TB', nodesep: 40, ranksep: 40, edgesep: 16 });
  for (const node of nodes) if (inside.has(node.id)) laid.setNode(node.id, sizeOf(node));
  for (const [at, { from, to, words }] of wires.entries()) {
    laid.setEdge(from, to, { width: textWidth(words.join(', ')), height: 16, labelpos: 'c' }, String(at));
  }
  layout(laid);
  const moved = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  const boxes = new Map(own.map((id) => {
    const { x = 0, y = 0, width = 0, height = 0 } = laid.node(id);
    return [id, { ...moved({ x, y }), width, height }];
  }));
  const { width = 0, height = 0 } = laid.graph();
  return {
    width, height, boxes,
    edges: wires.map((edge, at) => {
      const { points = [], x = 0, y = 0 } = laid.edge(edge.from, edge.to, String(at));
      return { ...edge, points: points.map(moved), label: moved({ x, y }) };
    }),
  };
}

function sizeOf(node: GraphNode): { readonly width: number; readonly height: number } {
  const { kind } = node;
  if (kind === 'end' || kind === 'halt') return { width: 60, height: endHeight };
  return { width: Math.max(textWidth(titleOf(node)), textWidth(lineOf(node))) + 20, height: nodeHeight };
}

function textWidth(text: string): number {
  return Math.max(20, [...shortened(text, 60)].length * perCharacter);
}

/** From a step down, along the left, to the start of another workflow. */
function link(edge: GraphEdge, boxes: ReadonlyMap<string, Box>): LaidEdge {
  const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
  if (from === undefined || to === undefined) return { ...edge, points: [], label: null };
  const start = { x: from.x - from.width / 2, y: from.y };
  const end = { x: to.x - to.width / 2, y: to.y };
  const side = margin / 2;
  return {
    ...edge, points: [start, { x: side, y: start.y }, { x: side, y: end.y }, end],
    label: { x: (start.x + side) / 2, y: start.y - 10 },
  };
}
