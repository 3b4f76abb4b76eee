/** How the usual tools are told of the one way out, and of the certificates that this machine trusts. */

import { existsSync } from 'node:fs';

/** Where the way out is offered inside. */
export const onlinePort = 3_128;

const certificates = '/etc/ssl/certs/ca-certificates.crt';
const certificateVariables = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'npm_config_cafile', 'PIP_CERT', 'REQUESTS_CA_BUNDLE', 'CARGO_HTTP_CAINFO', 'GIT_SSL_CAINFO', 'CURL_CA_BUNDLE'];

export function onlineEnvironment(image: string | null): Readonly<Record<string, string>> {
  const url = `http://127.0.0.1:${onlinePort}`;
  const own = 'localhost,127.0.0.1,::1';
  const java = ['http', 'https'].map((scheme) => `-D${scheme}.proxyHost=127.0.0.1 -D${scheme}.proxyPort=${onlinePort}`).join(' ');
  const trusted = image === null && existsSync(certificates) ? Object.fromEntries(certificateVariables.map((name) => [name, certificates])) : {};
  return { HTTP_PROXY: url, HTTPS_PROXY: url, http_proxy: url, https_proxy: url, NO_PROXY: own, no_proxy: own, NODE_USE_ENV_PROXY: '1', MAVEN_OPTS: java, ...trusted };
}
