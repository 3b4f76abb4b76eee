/** An archive of files as a kernel unpacks it into its first file system (cpio, «newc»). Several may follow each other. */

export interface ArchiveEntry {
  /** Without a slash before it. */
  readonly path: string;
  readonly kind: 'directory' | 'file' | 'program' | 'link';
  /** What is in it, or where it leads. */
  readonly content?: Buffer | string;
}

const modes: Readonly<Record<ArchiveEntry['kind'], number>> = { directory: 0o040755, file: 0o100644, program: 0o100755, link: 0o120777 };
const [headerBytes, alignment, blockBytes] = [110, 4, 512];

/** All belong to root. */
export function archiveOf(entries: readonly ArchiveEntry[]): Buffer {
  const parts = entries.map((entry, at) => record(entry, at + 1));
  const whole = Buffer.concat([...parts, record({ path: 'TRAILER!!!', kind: 'file' }, 0)]);
  return Buffer.concat([whole, Buffer.alloc(-whole.length & (blockBytes - 1))]);
}

function record({ path, kind, content = '' }: ArchiveEntry, inode: number): Buffer {
  const bytes = Buffer.from(content);
  const name = Buffer.from(`${path}\0`);
  const fields = [inode, modes[kind], 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([header, name, padding(headerBytes + name.length), bytes, padding(bytes.length)]);
}

function padding(bytes: number): Buffer {
  return Buffer.alloc(-bytes & (alignment - 1));
}
