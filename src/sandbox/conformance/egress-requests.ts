/** Requests that a way out has to refuse, as they are sent: around names, around addresses, around the reader of the request. */

export const allowedPort = 8_080;

/** Names that are allowed, and where they lead: the first outward, the others to where nothing may be dialled. */
export const names: Readonly<Record<string, readonly string[]>> = {
  'allowed.test': ['198.51.100.7'], 'inward.test': ['127.0.0.1'], 'private.test': ['10.0.0.1'], 'cloud.test': ['169.254.169.254'],
  'mapped.test': ['::ffff:127.0.0.1'], 'local6.test': ['::1'], 'both.test': ['198.51.100.7', '192.168.0.1'],
};

const allowed = `allowed.test:${allowedPort}`;

/** Each as a tunnel, as an address in whole, and by the Host alone. */
function everyWay(authorities: readonly string[]): readonly string[] {
  return authorities.flatMap((authority) => [
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`, `GET http://${authority}/ HTTP/1.1\r\nHost: ${authority}\r\n\r\n`, `GET / HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
  ]);
}

const at = (...hosts: readonly string[]): readonly string[] => everyWay(hosts.map((host) => `${host}:${allowedPort}`));

export const refusals: Readonly<Record<string, readonly string[]>> = {
  'refused.port': everyWay(['allowed.test:8081', 'allowed.test:443', 'allowed.test:80']),
  'refused.host': at('evil.test', 'test', 'localhost'),
  'refused.address': at('127.0.0.1', '198.51.100.7', '2130706433', '0177.0.0.1', '0x7f.0.0.1', '0x7f000001', '127.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'),
  'refused.metadata': at('169.254.169.254', '2852039166', '0xa9fea9fe', '[fd00:ec2::254]', '[::ffff:169.254.169.254]'),
  'refused.suffix': at('evil-allowed.test', 'allowed.test.evil.test', 'a.allowed.test', 'allowed.tes', 'allowed-test'),
  'refused.user': at('allowed.test@evil.test', 'allowed.test:8080@evil.test', 'evil.test@allowed.test', 'evil.test\\@allowed.test'),
  'refused.dot': at('allowed.test.', 'allowed..test', '.allowed.test'),
  'refused.case': at('ALLOWED.test', 'Allowed.Test'),
  'refused.escape': at('allowed%2etest', '%61llowed.test', 'allowed.test%00.evil.test', 'allowed.test%0d%0a', 'allowed.test%40evil.test'),
  'refused.inject': [
    ...everyWay([`allowed.test :${allowedPort}`, `allowed.test\t:${allowedPort}`]),
    `CONNECT evil.test:8080\r\nHost: ${allowed} HTTP/1.1\r\n\r\n`, `GET http://evil.test:8080/ HTTP/1.1 HTTP/1.1\r\nHost: ${allowed}\r\n\r\n`,
    `GET http://${allowed}\n@evil.test:8080/ HTTP/1.1\r\nHost: ${allowed}\r\n\r\n`, `GET http://${allowed}\0.evil.test/ HTTP/1.1\r\nHost: ${allowed}\r\n\r\n`,
  ],
  'refused.host-header': [
    `CONNECT ${allowed} HTTP/1.1\r\nHost: evil.test:8080\r\n\r\n`, `GET http://${allowed}/ HTTP/1.1\r\nHost: evil.test\r\n\r\n`,
    `GET http://${allowed}/ HTTP/1.1\r\nHost: ${allowed}\r\nHost: evil.test\r\n\r\n`, `GET http://evil.test:8080/ HTTP/1.1\r\nHost: ${allowed}\r\n\r\n`,
  ],
  'refused.inward': at(...Object.keys(names).slice(1)),
};

export const egressSentences: Readonly<Record<string, string>> = {
  'egress.request': 'A request to what is allowed passes.',
  'egress.tunnel': 'A tunnel to what is allowed passes.',
  'egress.socket': 'A program can speak to the socket of its way out itself.',
  'egress.other-order': 'The way out of another order cannot be taken.',
  'refused.port': 'Another port of an allowed host is refused.',
  'refused.host': 'Another host is refused.',
  'refused.address': 'An address is refused, however it is written.',
  'refused.metadata': 'What a cloud tells its machines is refused.',
  'refused.suffix': 'A name that resembles an allowed one is refused.',
  'refused.user': 'A name that hides behind a user is refused.',
  'refused.dot': 'A name with a dot too many is refused.',
  'refused.case': 'A name in other letters is refused.',
  'refused.escape': 'A name with escapes is refused.',
  'refused.inject': 'A request that could be read in two ways is refused.',
  'refused.host-header': 'A request whose Host is not its target is refused.',
  'refused.inward': 'An allowed name that leads inward is refused.',
  'direct.loopback': 'The loopback of the machine cannot be reached.',
  'direct.own-address': 'No other address of the machine can be reached.',
  'direct.others': 'No address beyond can be reached.',
  'direct.metadata': 'What a cloud tells its machines cannot be reached.',
  'direct.dns': 'No name server can be asked, and no name is found.',
  'direct.udp': 'No packet reaches the machine.',
  'direct.ping': 'No echo can be asked for.',
};
