import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress } from './public-address.ts';

const own = [
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255',
  '192.0.0.1', '192.168.1.1', '198.18.0.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
  '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1',
  'fe80::1%eth0', 'fec0::1', 'ff02::1', '2002:7f00:1::', '2001::1', '2001:10::1',
  'localhost', 'registry.npmjs.org', '', '127.1', '2130706433', '0x7f.0.0.1', '8.8.8.8 ', '2606:4700::1111%1',
];
const others = ['8.8.8.8', '1.0.0.1', '100.63.255.255', '100.128.0.1', '172.15.255.255', '172.32.0.1', '192.0.2.1', '198.51.100.7', '223.255.255.255', '2606:4700:4700::1111', '2a00::1', '2001:4860:4860::8888'];

test('what is not of the public network, or is no address, is none', () => {
  assert.deepEqual(own.filter(isPublicAddress), []);
});

test('what is, is', () => {
  assert.deepEqual(others.filter((address) => !isPublicAddress(address)), []);
});
