/** Where a registry of crates says that its crates lie: its `config.json`, which is somebody else's text. */

/** By the names of registries: what their settings say. */
export type Downloads = Map<string, string>;

const marker = /\{(crate|version|prefix|lowerprefix|sha256-checksum)\}/;

/** `null`: nothing that can be read, or with another host, which would be shown the key. */
export function settingsText(body: Buffer, index: URL): string | null {
  const said = dlOf(body);
  if (said === null || !URL.canParse(said.replaceAll(/[{}]/g, ''))) return null;
  const { origin, search, hash } = new URL(said.replaceAll(/[{}]/g, ''));
  if (origin !== index.origin || search !== '' || hash !== '' || /\{(?!crate\}|version\})/.test(said)) return null;
  return marker.test(said) ? said : `${said.replace(/\/+$/, '')}/{crate}/{version}/download`;
}

/** `path`: `/NAME/VERSION/download`, as it was judged. */
export function downloadUrl(template: string, path: string): URL {
  const [, crate = '', version = ''] = path.split('/');
  return new URL(template.replaceAll('{crate}', crate).replaceAll('{version}', version));
}

function dlOf(body: Buffer): string | null {
  try {
    const settings: unknown = JSON.parse(body.toString('utf8'));
    const dl = typeof settings === 'object' && settings !== null && 'dl' in settings ? settings.dl : null;
    return typeof dl === 'string' ? dl : null;
  } catch {
    return null; // it is no JSON
  }
}
