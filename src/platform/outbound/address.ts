import { BlockList, isIP } from 'node:net';

const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
] as const) inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['fc00::', 7], ['fec0::', 10]] as const) inside.addSubnet(net, bits, 'ipv6');

/** Link-local (also where clouds keep the keys of a machine), multicast, broadcast: nobody means these. */
const never = new BlockList();
for (const [net, bits] of [['169.254.0.0', 16], ['224.0.0.0', 4], ['240.0.0.0', 4]] as const) never.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [['fe80::', 10], ['ff00::', 8]] as const) never.addSubnet(net, bits, 'ipv6');

/**
 * Where an IP address leads (IANA special-purpose registries): `outside` is the open internet, `inside` the own machine or network,
 * `never` what no request may go to. An IPv4 address in the clothes of IPv6 (::ffff:…) is judged as what it is.
 */
export function kindOfAddress(address: string): 'outside' | 'inside' | 'never' {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const family = isIP(mapped) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(mapped) === 0 || never.check(mapped, family)) return 'never';
  return inside.check(mapped, family) ? 'inside' : 'outside';
}
