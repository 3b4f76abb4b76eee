import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { engineNeedOf, engineSocketIn } from './engine-socket.ts';

test('a socket is known by its name, wherever it lies', () => {
  for (const [text, name] of [
    ['/var/run/docker.sock', 'docker.sock'], ['unix:///run/user/1000/podman/podman.sock', 'podman.sock'], ['ls /run/containerd/containerd.sock', 'containerd.sock'],
    ['docker.sock', 'docker.sock'], ['-v /run/crio/crio.sock:/x', 'crio.sock'], ['"/run/cri-dockerd.sock"', 'cri-dockerd.sock'],
  ] as const) deepEqual(engineSocketIn(text), name, text);
  for (const text of ['docker.sock.test.ts', 'my-docker.sock', 'docker.socket', 'docker sock', '']) deepEqual(engineSocketIn(text), null, text);
});

test('so is a program that does nothing without one, where a command begins', () => {
  for (const text of ['docker run postgres', 'cd x && docker compose up', '/usr/bin/podman ps', 'A=b docker ps', 'exec docker ps', '(nerdctl ps)', 'true; sudo docker-compose up', 'if docker ps; then x; fi']) {
    deepEqual(engineNeedOf(text) === null, false, text);
  }
  for (const text of ['npm run docker', 'echo docker', './docker.sh', 'test -e docker', 'docker-lint x', 'make docker && npm test', '']) deepEqual(engineNeedOf(text), null, text);
});
