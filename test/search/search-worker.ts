/** One thread of the search: performs the jobs that it is sent, one by one. */

import { parentPort } from 'node:worker_threads';

import { type Job, perform } from './jobs.ts';

parentPort?.on('message', (job: Job) => parentPort?.postMessage(perform(job)));
