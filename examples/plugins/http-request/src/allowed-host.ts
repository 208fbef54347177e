import { httpErrors } from "./errors.ts";

/** Whether a rule lets a host through: `api.example.com`, `api.example.com:8443`, or `*.example.com` for all below it. */
function allows(rule: string, { hostname, host }: URL): boolean {
  const wanted = rule.toLowerCase();
  if (wanted.startsWith("*.")) return hostname.endsWith(wanted.slice(1)) && hostname.length >= wanted.length;
  // `host` has a port only when that is not the usual one.
  return wanted === host || wanted === `${hostname}:${portOf(host)}`;
}

const portOf = (host: string) => /:(\d+)$/.exec(host)?.[1] ?? "";

/** The address as a URL. @throws HTTP_URL_INVALID, HTTP_HOST_NOT_ALLOWED */
export function allowedUrl(address: string, allowHosts: readonly string[], base?: URL): URL {
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw notAskable(url);
  if (allowHosts.some((rule) => allows(rule, url))) return url;
  throw httpErrors.create("HTTP_HOST_NOT_ALLOWED", {
    message: `The host ${url.host} is not allowed; expected one of: ${allowHosts.join(", ")}.`,
    hint:
      base === undefined
        ? `If it is meant, add "${url.host}" to allowHosts.`
        : "It came from a redirect. If it is meant, add it to allowHosts.",
    details: { host: url.host, allowHosts },
  });
}

function notAskable(url: URL | null) {
  const shown = url === null ? "The address" : `${url.protocol}//${url.host}`;
  return httpErrors.create("HTTP_URL_INVALID", {
    message: `${shown} cannot be asked; expected http or https, without name and password.`,
    hint: "Put credentials into a header.",
  });
}
