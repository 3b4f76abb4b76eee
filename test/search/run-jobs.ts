/** Performs jobs on as many threads as there are cores; what is ready is told at once. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Job, Report } from './jobs.ts';

const mostThreads = 8;

export async function runJobs(jobs: readonly Job[], tell: (report: Report) => void): Promise<readonly Report[]> {
  const reports: Report[] = [];
  const waiting = [...jobs];
  const threads = Math.min(mostThreads, availableParallelism(), jobs.length);
  await Promise.all(Array.from({ length: threads }, () => new Promise<void>((resolve, reject) => {
    const worker = new Worker(new URL('search-worker.ts', import.meta.url));
    const next = (): void => {
      const job = waiting.shift();
      if (job !== undefined) return worker.postMessage(job);
      void worker.terminate();
      resolve();
    };
    worker.on('error', reject);
    worker.on('message', (report: Report) => {
      reports.push(report);
      tell(report);
      next();
    });
    next();
  })));
  return reports;
}
