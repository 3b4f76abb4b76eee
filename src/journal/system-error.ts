/** The code of an error that the operating system or Node gave (`ENOENT`), or the empty string. */

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
