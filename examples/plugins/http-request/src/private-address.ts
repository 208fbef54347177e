import { BlockList, isIP } from "node:net";
import { httpErrors } from "./errors.ts";

/** Networks that are no part of the public internet (IANA's registries of special-purpose addresses). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(network, prefix, "ipv4");

/** What is handed out publicly; all else is local, or leads into an IPv4 network. */
const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet("2000::", 3, "ipv6");
const SPECIAL_V6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  SPECIAL_V6.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is not one of the public internet. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return PRIVATE.check(address, "ipv4");
  return family !== 6 || !PUBLIC_V6.check(address, "ipv6") || SPECIAL_V6.check(address, "ipv6");
}

/** @throws HTTP_ADDRESS_PRIVATE */
export function assertPublic(host: string, address: string): void {
  if (!isPrivateAddress(address)) return;
  throw httpErrors.create("HTTP_ADDRESS_PRIVATE", {
    message: `${host} is at ${address}, which is no address of the public internet.`,
    hint: "If it is meant, set allowPrivate: true.",
    details: { host, address },
  });
}
