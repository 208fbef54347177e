import { toolErrors } from "../errors.ts";
import { allowsHost } from "./host-rule.ts";

/** What a request is held to. */
export interface HttpRules {
  readonly allowHosts: readonly string[];
  readonly allowPrivateHosts: readonly string[];
  readonly maxBytes: number;
  readonly maxRedirects: number;
}

/** An address that may be asked, and whether it may lie in a private network. */
export interface AllowedUrl {
  readonly url: URL;
  readonly mayBePrivate: boolean;
}

/** @param base of a redirect: the address that it came from. @throws HTTP_URL_NOT_ALLOWED */
export function allowedUrl(address: string, rules: HttpRules, base?: URL): AllowedUrl {
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw notAskable(url);
  const mayBePrivate = rules.allowPrivateHosts.some((rule) => allowsHost(rule, url));
  if (mayBePrivate || rules.allowHosts.some((rule) => allowsHost(rule, url))) return { url, mayBePrivate };
  const known = [...rules.allowHosts, ...rules.allowPrivateHosts];
  throw toolErrors.create("HTTP_URL_NOT_ALLOWED", {
    message: `The host ${url.host} may not be asked${base === undefined ? "" : ` (${base.host} redirects to it)`}.`,
    hint: `Hosts that may be: ${known.join(", ")}.`,
    details: { host: url.host, allowHosts: known },
  });
}

/** The error of a host that is not where it should be. */
export function privateAddress(host: string, address: string) {
  return toolErrors.create("HTTP_ADDRESS_PRIVATE", {
    message: `${host} is at ${address}, which is no address of the public internet.`,
    hint: "Ask another host. Whoever made the tool can name this one in allowPrivateHosts.",
    details: { host, address },
  });
}

function notAskable(url: URL | null) {
  const shown = url === null ? "The address" : `${url.protocol}//${url.host}`;
  return toolErrors.create("HTTP_URL_NOT_ALLOWED", {
    message: `${shown} cannot be asked; expected http or https, without name and password.`,
    hint: "Give a whole address, such as https://example.com/page.",
  });
}
