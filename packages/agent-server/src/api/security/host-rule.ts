import { isIP } from "node:net";
import { isLoopback, isWildcard, unbracketed } from "./address.ts";

export interface HostRuleOptions {
  /** The address that the server listens on. */
  readonly host: string;
  /** `Host` headers that are right besides, as a proxy in front sends them. */
  readonly allowedHosts: readonly string[];
  /** The port that the server listens on. */
  readonly port: () => number;
}

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::(\d{1,5}))?$/i;
const HTTP_PORT = 80;

/**
 * Which `Host` headers mean this server. A name that somebody points at this machine (DNS rebinding) is not among them:
 * loopback names, the configured host, and on all interfaces any literal address.
 */
export function createHostRule({ host, allowedHosts, port }: HostRuleOptions) {
  const allowed = new Set(allowedHosts.map((entry) => entry.toLowerCase()));
  const configured = unbracketed(host).toLowerCase();
  const isNameAllowed = (name: string) =>
    isLoopback(name) || name === configured || (isWildcard(host) && isIP(name) !== 0);
  return (header: string | undefined): boolean => {
    const [whole, name, portText] = HOST_HEADER.exec(header ?? "") ?? [];
    if (whole === undefined || name === undefined) return false;
    if (allowed.has(whole.toLowerCase())) return true;
    return Number(portText ?? HTTP_PORT) === port() && isNameAllowed(unbracketed(name).toLowerCase());
  };
}

/** Whether an `Origin` header is the server's own: what it says after the scheme is what `Host` says. */
export function isOwnOrigin(origin: string, hostHeader: string | undefined): boolean {
  const [, authority] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return authority !== undefined && authority.toLowerCase() === hostHeader?.toLowerCase();
}
