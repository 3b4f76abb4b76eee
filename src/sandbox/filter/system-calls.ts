/**
 * The system calls that no leaf needs and that reach past a box, with their numbers.
 *
 * `refused`: answered with «not permitted». `unknown`: answered as if the kernel were older, where
 * programs have a way around (glibc falls back from clone3 to clone, whose flags can be looked at;
 * libuv does without io_uring). Numbers from 424 on are the same everywhere.
 */

export type Architecture = 'x64' | 'arm64';

type Numbers = Readonly<Record<string, number>>;

const sameEverywhere: Numbers = {
  open_tree: 428, move_mount: 429, fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, pidfd_getfd: 438,
  mount_setattr: 442, quotactl_fd: 443, set_mempolicy_home_node: 450,
  statmount: 457, listmount: 458, open_tree_attr: 467,
};

const x64: Numbers = {
  ptrace: 101, syslog: 103, uselib: 134, personality: 135, ustat: 136, sysfs: 139, pivot_root: 155, _sysctl: 156,
  chroot: 161, acct: 163, settimeofday: 164, mount: 165, umount2: 166, swapon: 167, swapoff: 168, reboot: 169,
  sethostname: 170, setdomainname: 171, iopl: 172, ioperm: 173, init_module: 175, delete_module: 176, quotactl: 179,
  nfsservctl: 180, lookup_dcookie: 212, clock_settime: 227, mbind: 237, set_mempolicy: 238, kexec_load: 246,
  add_key: 248, request_key: 249, keyctl: 250, migrate_pages: 256, unshare: 272, vmsplice: 278, move_pages: 279,
  perf_event_open: 298, fanotify_init: 300, name_to_handle_at: 303, open_by_handle_at: 304, clock_adjtime: 305,
  setns: 308, process_vm_readv: 310, process_vm_writev: 311, kcmp: 312, finit_module: 313, kexec_file_load: 320,
  bpf: 321, userfaultfd: 323, adjtimex: 159, modify_ldt: 154,
};

const arm64: Numbers = {
  lookup_dcookie: 18, umount2: 39, mount: 40, pivot_root: 41, nfsservctl: 42, chroot: 51, quotactl: 60, vmsplice: 75,
  acct: 89, personality: 92, unshare: 97, kexec_load: 104, init_module: 105, delete_module: 106, clock_settime: 112,
  syslog: 116, ptrace: 117, reboot: 142, sethostname: 161, setdomainname: 162, settimeofday: 170, adjtimex: 171,
  add_key: 217, request_key: 218, keyctl: 219, swapon: 224, swapoff: 225, mbind: 235, set_mempolicy: 237,
  migrate_pages: 238, move_pages: 239, perf_event_open: 241, fanotify_init: 262, name_to_handle_at: 264,
  open_by_handle_at: 265, clock_adjtime: 266, setns: 268, process_vm_readv: 270, process_vm_writev: 271, kcmp: 272,
  finit_module: 273, bpf: 280, userfaultfd: 282, kexec_file_load: 294,
};

export interface CallTable {
  /** As the kernel names the architecture to a filter. */
  readonly audit: number;
  readonly refused: Numbers;
  readonly unknown: Numbers;
  /** Calls whose arguments decide. */
  readonly clone: number;
  readonly socket: number;
  readonly ioctl: number;
}

const unknown: Numbers = { io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, clone3: 435 };

export const callTables: Readonly<Record<Architecture, CallTable>> = {
  x64: { audit: 0xc000003e, refused: { ...x64, ...sameEverywhere }, unknown, clone: 56, socket: 41, ioctl: 16 },
  arm64: { audit: 0xc00000b7, refused: { ...arm64, ...sameEverywhere }, unknown, clone: 220, socket: 198, ioctl: 29 },
};
