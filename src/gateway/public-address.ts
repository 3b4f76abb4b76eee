/**
 * Whether an address is one of the public network. An allowed name may lead to any address that its
 * owner likes: the machine's own, its neighbours' and those of the cloud it runs in are not dialled.
 *
 * Networks kept for documentation lead nowhere and count as public: so tests have addresses to name.
 */

import { BlockList, isIPv4, isIPv6 } from 'node:net';

const own4 = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const;

/** Within the part of version 6 that is routed: those that hold an address of version 4, or are a protocol's own. */
const own6 = [['2001::', 23], ['2002::', 16]] as const;

const notPublic = new BlockList();
const routed6 = new BlockList();
for (const [net, bits] of own4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of own6) notPublic.addSubnet(net, bits, 'ipv6');
routed6.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  return isIPv6(address) && !address.includes('%') && routed6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}
