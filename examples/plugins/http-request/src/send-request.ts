import { lookup as dnsLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { allowedUrl } from "./allowed-host.ts";
import { httpErrors } from "./errors.ts";
import { assertPublic } from "./private-address.ts";
import { readBody } from "./read-body.ts";

/** A request, its address not yet checked. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a request is held to. */
export interface HttpLimits {
  readonly allowHosts: readonly string[];
  readonly allowPrivate: boolean;
  readonly maxBytes: number;
  readonly maxRedirects: number;
}

/** What the server has answered. */
export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON when the server says that it is, else text. */
  readonly body: unknown;
}

/** Sends a request and follows redirects; each address is checked, and the one that was checked is the one connected to. */
export async function sendRequest(
  request: HttpRequest,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  let [next, url] = [request, allowedUrl(request.url, limits.allowHosts)];
  for (let redirects = 0; ; redirects++) {
    const message = await exchange(next, url, limits, signal);
    const location = isRedirect(message) ? message.headers.location : undefined;
    if (location === undefined) return readAnswer(message, limits.maxBytes);
    message.destroy();
    if (redirects === limits.maxRedirects) throw tooManyRedirects(limits.maxRedirects);
    const target = allowedUrl(location, limits.allowHosts, url);
    next = redirected(next, message.statusCode ?? 0, target.origin === url.origin);
    url = target;
  }
}

const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308]);
const isRedirect = ({ statusCode }: IncomingMessage) => REDIRECTS.has(statusCode);

function exchange(
  { method, headers, body }: HttpRequest,
  url: URL,
  { allowPrivate }: HttpLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // A host that is an address is not looked up.
  if (!allowPrivate && isIP(host) !== 0) assertPublic(url.host, host);
  const options: RequestOptions = {
    method,
    headers,
    signal,
    agent: false,
    ...(!allowPrivate && { lookup: publicLookup }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const outgoing = send(url, options, resolve);
    outgoing.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    outgoing.end(body);
  });
}

/** Finds a host's addresses and refuses private ones: nobody can answer otherwise between the check and the connection. */
const publicLookup: LookupFunction = (host, options, callback) => {
  dnsLookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, "", 0);
    try {
      for (const { address } of addresses) assertPublic(host, address);
    } catch (refused) {
      return callback(refused as Error, "", 0);
    }
    const [first] = addresses;
    if (options.all === true) return callback(null, addresses);
    return callback(null, first?.address ?? "", first?.family);
  });
};

/** What is sent to the next address: without what is meant for the first host alone. */
function redirected(request: HttpRequest, status: number, isSameOrigin: boolean): HttpRequest {
  const becomesGet = status === 303 || (status !== 307 && status !== 308 && request.method === "POST");
  const left = new Set([
    ...(isSameOrigin ? [] : ["authorization", "cookie", "proxy-authorization", "x-api-key"]),
    ...(becomesGet ? ["content-type", "content-length"] : []),
  ]);
  const headers = Object.entries(request.headers).filter(([name]) => !left.has(name.toLowerCase()));
  const rest = { url: request.url, headers: Object.fromEntries(headers) };
  if (becomesGet) return { ...rest, method: request.method === "HEAD" ? "HEAD" : "GET" };
  return { ...request, ...rest };
}

async function readAnswer(message: IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const text = await readBody(message, maxBytes);
  const body = /^application\/(?:[\w.-]+\+)?json\b/i.test(headers["content-type"] ?? "")
    ? parseJson(text)
    : text;
  return { status: message.statusCode ?? 0, headers, body };
}

function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw httpErrors.create("HTTP_BAD_JSON", {
      message: `The answer says that it is JSON, and is not: it begins with ${JSON.stringify(text.slice(0, 40))}.`,
      hint: "Ask the owner of the server.",
      cause,
    });
  }
}

function tooManyRedirects(maxRedirects: number) {
  return httpErrors.create("HTTP_TOO_MANY_REDIRECTS", {
    message: `There were more than ${maxRedirects} redirects.`,
    hint: "Name the last address itself, or raise maxRedirects.",
    details: { maxRedirects },
  });
}
