/** Which wires rehearsals took: per workflow, and those that none of them did. */

import type { Ir } from '../../kernel/ir.ts';
import type { Course } from './course.ts';

export interface WireName {
  readonly workflow: string;
  readonly step: string;
  readonly on: string;
  readonly to: string;
}

export interface WorkflowCoverage {
  readonly workflow: string;
  readonly wires: number;
  readonly taken: number;
  readonly untaken: readonly WireName[];
}

export class WireCoverage {
  readonly #taken = new Set<string>();

  add(course: Course): void {
    for (const { workflow, step, outcome } of course.visits) if (outcome !== null) this.take(workflow, step, outcome);
  }

  take(workflow: string, step: string, on: string): void {
    this.#taken.add(keyOf(workflow, step, on));
  }

  /** By the name that `wireName` gives. */
  takeNamed(name: string): void {
    this.#taken.add(name);
  }

  has({ workflow, step, on }: Pick<WireName, 'workflow' | 'step' | 'on'>): boolean {
    return this.#taken.has(keyOf(workflow, step, on));
  }

  of(ir: Ir): readonly WorkflowCoverage[] {
    return ir.workflows.map((workflow) => {
      const wires = workflow.steps.flatMap(({ name, wires: all }) =>
        all.map(({ on, to }) => ({ workflow: workflow.name, step: name, on, to })));
      const untaken = wires.filter((wire) => !this.has(wire));
      return { workflow: workflow.name, wires: wires.length, taken: wires.length - untaken.length, untaken };
    });
  }
}

/** No name holds a slash or a blank. */
const keyOf = (workflow: string, step: string, on: string): string => `${workflow}/${step} ${on}`;

export function wireText({ workflow, step, on, to }: WireName): string {
  return `${workflow}.${step}  ${on} -> ${to}`;
}
