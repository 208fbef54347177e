import { isIP } from "node:net";

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  const name = unbracketed(host).toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

/** Whether the address means every interface of the machine. */
export function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || /^[0:]+$/.test(unbracketed(host));
}

/** The address as a URL has it; a wildcard becomes a name that works on the machine itself. */
export function urlHost(host: string): string {
  if (isWildcard(host)) return "localhost";
  return isIP(unbracketed(host)) === 6 ? `[${unbracketed(host)}]` : host;
}

export const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");
