import { BlockList, isIP } from "node:net";

/** Networks that are no part of the public internet (IANA's registries of special-purpose addresses). */
const PRIVATE_V4 = listOf("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
]);

/** What is handed out publicly; all else is local, or leads into an IPv4 network. */
const PUBLIC_V6 = listOf("ipv6", [["2000::", 3]]);
const SPECIAL_V6 = listOf("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);

/** Whether an IP address is not one of the public internet. What is no address is not, either. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return PRIVATE_V4.check(address, "ipv4");
  return family !== 6 || !PUBLIC_V6.check(address, "ipv6") || SPECIAL_V6.check(address, "ipv6");
}

function listOf(family: "ipv4" | "ipv6", networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}
