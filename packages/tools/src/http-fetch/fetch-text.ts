import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { errorMessage, isPergolaError } from "@pergola/core";
import { toolErrors } from "../errors.ts";
import type { FetchedText } from "./fetched-text.ts";
import { type AllowedUrl, allowedUrl, type HttpRules, privateAddress } from "./http-rules.ts";
import { isPrivateAddress } from "./private-address.ts";
import { publicLookup } from "./public-lookup.ts";
import { notText, readText } from "./read-text.ts";

const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308]);

/** Fetches a text and follows redirects; each address is checked, and the one that was checked is the one connected to. */
export async function fetchText(
  address: string,
  rules: HttpRules,
  { signal }: { readonly signal: AbortSignal },
): Promise<FetchedText> {
  let next = allowedUrl(address, rules);
  for (let redirects = 0; ; redirects++) {
    const message = await get(next, signal);
    const { statusCode: status = 0, headers } = message;
    const location = REDIRECTS.has(status) ? headers.location : undefined;
    if (location === undefined) {
      const contentType = headers["content-type"] ?? "";
      refuseCompressed(message);
      const { text, isCut } = await read(message, contentType, rules.maxBytes, signal);
      return { url: next.url.href, status, contentType, text, ...(isCut && { isCut }) };
    }
    message.destroy();
    if (redirects === rules.maxRedirects) throw tooManyRedirects(rules.maxRedirects);
    next = allowedUrl(location, rules, next.url);
  }
}

function get({ url, mayBePrivate }: AllowedUrl, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // A host that is an address is not looked up.
  if (!mayBePrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw privateAddress(url.host, host);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = {
    accept: "text/*, application/json, application/xml;q=0.9",
    "accept-encoding": "identity",
  };
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      { headers, signal, agent: false, ...(!mayBePrivate && { lookup: publicLookup() }) },
      resolve,
    );
    outgoing.on("error", (error) => reject(toFetchError(error, url, signal)));
    outgoing.end();
  });
}

/** It was not asked for, and would be read as if it were text. */
function refuseCompressed(message: IncomingMessage): void {
  const encoding = message.headers["content-encoding"] ?? "identity";
  if (/^(?:identity)?$/i.test(encoding.trim())) return;
  message.destroy();
  throw notText(`compressed (${encoding})`);
}

async function read(message: IncomingMessage, contentType: string, maxBytes: number, signal: AbortSignal) {
  try {
    return await readText(message, contentType, maxBytes);
  } catch (error) {
    throw toFetchError(error, undefined, signal);
  }
}

function toFetchError(error: unknown, url: URL | undefined, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (isPergolaError(error)) return error;
  return toolErrors.create("HTTP_UNREACHABLE", {
    message: `${url?.host ?? "The server"} gave no whole answer: ${errorMessage(error)}`,
    hint: "Check the address, or try again later.",
    cause: error,
  });
}

function tooManyRedirects(maxRedirects: number) {
  return toolErrors.create("HTTP_TOO_MANY_REDIRECTS", {
    message: `There were more than ${maxRedirects} redirects.`,
    hint: "Name the last address itself.",
    details: { maxRedirects },
  });
}
