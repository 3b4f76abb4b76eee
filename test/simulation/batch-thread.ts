/** One of the threads that share a simulation's seeds. */

import { parentPort, workerData } from 'node:worker_threads';

import { bugOf } from './bugs.ts';
import { simulate } from './simulate.ts';

export interface ThreadData {
  readonly from: number;
  readonly stride: number;
  readonly seeds: number;
  readonly steps: number;
  readonly bug: string | null;
}

// Given by `main.ts`, which is of the same version as this file.
const data = workerData as ThreadData;
parentPort?.postMessage(await simulate({ ...data, bug: bugOf(data.bug) }));
