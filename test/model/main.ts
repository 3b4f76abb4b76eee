/** The scripted model as a program: `node test/model/main.ts --script FILE [--port N]`. Prints where it listens, then a line for each request. */

import { parseArgs } from 'node:util';
import { readScript } from './script.ts';
import { startScriptedModel } from './scripted-model.ts';

const { values: { script, port = '0' } } = parseArgs({ options: { script: { type: 'string' }, port: { type: 'string' } } });

if (script === undefined) {
  console.error('Which script? node test/model/main.ts --script FILE [--port N]');
  process.exitCode = 2;
} else {
  const model = await startScriptedModel({
    script: readScript(script), port: Number(port),
    onRequest: ({ method, path, model: name, streams, results, turn }) => console.log(JSON.stringify({ method, path, model: name, streams, results, turn })),
  });
  console.log(JSON.stringify({ url: model.url, pid: process.pid }));
  const stop = (): void => void model.close().then(() => console.log(JSON.stringify({ charged: model.charged })));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
