/** What programs are told of a way out on a port: the variables that they look at for a proxy. */

export function proxyEnvironment(port: number): Readonly<Record<string, string>> {
  const proxy = `http://127.0.0.1:${port}`;
  const own = 'localhost,127.0.0.1,::1';
  return {
    HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy, NO_PROXY: own, no_proxy: own,
    // Node itself looks at them only when it is told to.
    NODE_USE_ENV_PROXY: '1',
  };
}
