/**
 * A plan as a picture: its workflows as clusters, their steps as nodes, wires with the words that
 * they are for. One model behind every format.
 *
 * Wires of one step to the same place are one arrow. Where a workflow is called, or grown for a
 * kind of task, a link leads to its cluster. Only what is written is drawn: defaults halt.
 */
import type { AgentStep, Ir, Step, Wire, Workflow } from '../../kernel/ir.ts';
import { timeText } from '../../kernel/phrase.ts';
import { shortened } from './short-text.ts';

export interface Graph {
  readonly root: string;
  readonly workflows: readonly GraphWorkflow[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphWorkflow {
  readonly name: string;
  /** The node where it starts. */
  readonly start: string;
  readonly nodes: readonly string[];
}

export interface GraphNode {
  /** The same for the same plan: `n0`, `n1`, … */
  readonly id: string;
  readonly workflow: string;
  /** A step's name, `end` or `halt`. */
  readonly name: string;
  readonly kind: Step['kind'] | 'end' | 'halt';
  /** Where its workflow begins. */
  readonly isStart: boolean;
  /** What it does, in a few words. */
  readonly does: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The outcomes that lead there, or what a link is for. */
  readonly words: readonly string[];
  /** A wire; a link to the start of a workflow that is called, or that tasks run. */
  readonly kind: 'wire' | 'call' | 'grow';
}

export function graphOf(ir: Ir): Graph {
  const drawing: Drawing = { nodes: [], edges: [], ids: new Map() };
  const workflows = ir.workflows.map((workflow) => drawWorkflow(drawing, workflow));
  for (const workflow of ir.workflows) for (const step of workflow.steps) drawLinks(drawing, workflow, step);
  return { root: ir.root, workflows, nodes: drawing.nodes, edges: drawing.edges };
}

interface Drawing {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  /** By workflow and name. */
  readonly ids: Map<string, string>;
}

function drawWorkflow(drawing: Drawing, workflow: Workflow): GraphWorkflow {
  const { name, steps, start } = workflow;
  const own: string[] = [];
  const add = (node: Omit<GraphNode, 'id' | 'workflow'>): void => {
    const id = `n${drawing.nodes.length}`;
    drawing.nodes.push({ id, workflow: name, ...node });
    drawing.ids.set(key(name, node.name), id);
    own.push(id);
  };
  for (const step of steps) add({ name: step.name, kind: step.kind, isStart: step.name === start, does: doesOf(step) });
  for (const end of ['end', 'halt'] as const) {
    const isWired = steps.some(({ wires }) => wires.some(({ to }) => to === end));
    if (isWired) add({ name: end, kind: end, isStart: false, does: '' });
  }
  for (const step of steps) drawWires(drawing, workflow, step);
  const first = idOf(drawing, name, start);
  drawing.ids.set(key(name, ''), first);
  return { name, start: first, nodes: own };
}

function drawWires({ edges, ids }: Drawing, { name }: Workflow, step: Step): void {
  const from = ids.get(key(name, step.name));
  for (const [to, wires] of Map.groupBy(step.wires, (wire) => wire.to)) {
    const target = ids.get(key(name, to));
    if (from !== undefined && target !== undefined) edges.push({ from, to: target, words: wires.map(wordOf), kind: 'wire' });
  }
}

function wordOf({ on, as }: Wire): string {
  return as === undefined ? on : `${on} as ${as}`;
}

function drawLinks(drawing: Drawing, { name }: Workflow, step: Step): void {
  const from = idOf(drawing, name, step.name);
  const link = (workflow: string, words: readonly string[], kind: 'call' | 'grow'): void => {
    const to = drawing.ids.get(key(workflow, '')) ?? '';
    if (to !== '') drawing.edges.push({ from, to, words, kind });
  };
  if (step.kind === 'call') link(step.workflow, ['calls'], 'call');
  if (step.kind !== 'grow') return;
  for (const [workflow, kinds] of Map.groupBy(step.workflows, (one) => one.workflow)) link(workflow, kinds.map(({ kind }) => kind), 'grow');
}

/** The node of a step; under the empty name, which no step has, the one where a workflow starts. */
function key(workflow: string, step: string): string {
  return `${workflow}\n${step}`;
}

function idOf({ ids }: Drawing, workflow: string, step: string): string {
  return ids.get(key(workflow, step)) ?? '';
}

function doesOf(step: Step): string {
  switch (step.kind) {
    case 'run': return step.script ?? step.command;
    case 'agent': return agentsOf(step);
    case 'gate': return step.gates.join(', ');
    case 'measure': return step.gate;
    case 'ask': return step.question;
    case 'talk': return step.agents.join(', ');
    case 'grow': return `${step.tasks}.tasks`;
    case 'call': return `${step.workflow}${step.explore === undefined ? '' : `, explore ${step.explore.branches} pick ${step.explore.pick}`}`;
    case 'land': return step.approvedBy.length === 0 ? '' : `approved by ${step.approvedBy.map((group) => group.join(' or ')).join(' and ')}`;
    case 'publish': return step.branch;
    case 'wait': return step.command ?? timeText(step.afterMs ?? 0);
  }
}

const panel = 'panel of ';

function agentsOf({ agents, panel: isPanel, by }: AgentStep): string {
  const names = agents.join(', ');
  if (isPanel === true) return panel + names;
  return by === undefined ? names : `${names} by ${by}`;
}

/** The first line of a step's node: its name, with a mark where its workflow begins. */
export function titleOf({ name, isStart }: GraphNode): string {
  return `${isStart ? '▶ ' : ''}${shortened(name)}`;
}

/** The second: what it does. */
export function lineOf({ kind, does }: GraphNode): string {
  if (does === '') return kind;
  return kind === 'agent' && does.startsWith(panel) ? shortened(does) : `${kind} ${shortened(does)}`;
}
