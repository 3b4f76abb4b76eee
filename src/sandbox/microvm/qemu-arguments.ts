/**
 * What qemu is told: a machine with nothing but a console that is not read, shared directories and three channels.
 *
 * There is no network device, no disk, no monitor. qemu itself may start nothing and gain nothing.
 */

import type { SandboxLimits } from '../../ports/sandbox.ts';

export interface VirtualMachine {
  readonly qemu: string;
  /** Software emulation: for tests alone. */
  readonly isEmulated: boolean;
  readonly kernel: string;
  readonly initial: string;
  readonly limits: SandboxLimits;
  /** Directories of the host's that the guest sees. */
  readonly closed: string | null;
  readonly open: string | null;
}

/** Descriptors of qemu that are channels of the guest: its own streams are the command's. */
export const channels = { out: 1, err: 2, tell: 3 } as const;

/** What the guest's kernel and its files take, beside the command. */
const ownMemory = 128 << 20;
const mebibyte = 2 ** 20;

export function qemuArguments({ qemu, isEmulated, kernel, initial, limits, closed, open }: VirtualMachine): readonly string[] {
  const share = (name: string, path: string, more: string): readonly string[] => [
    '-fsdev', `local,id=${name},path=${path},security_model=none,multidevs=remap${more}`, '-device', `virtio-9p-pci,fsdev=${name},mount_tag=${name}`,
  ];
  return [
    qemu, '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-machine', 'pc,usb=off', '-rtc', 'base=utc',
    ...(isEmulated ? ['-accel', 'tcg', '-cpu', 'max'] : ['-accel', 'kvm', '-cpu', 'host,arch-capabilities=off']),
    '-m', `${Math.ceil((limits.memoryBytes + ownMemory) / mebibyte)}M`, '-smp', String(limits.cpus ?? 1),
    '-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
    '-kernel', kernel, '-initrd', initial, '-append', 'quiet panic=-1 rdinit=/init',
    '-device', 'virtio-serial-pci',
    ...Object.entries(channels).flatMap(([name, fd]) => ['-chardev', `socket,id=${name},fd=${fd}`, '-device', `virtserialport,chardev=${name},name=${name}`]),
    ...(closed === null ? [] : share('closed', closed, ',readonly=on')), ...(open === null ? [] : share('open', open, '')),
  ];
}
