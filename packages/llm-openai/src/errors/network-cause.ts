import type { Redact } from "./redact.ts";

/** What went wrong underneath a failed fetch. */
export interface NetworkCause {
  /** For example `connection refused (ECONNREFUSED)`. */
  readonly text: string;
  readonly networkCode?: string;
  readonly hint?: string;
  readonly isTimeout: boolean;
  /** The original error, or a copy without secrets if it held one. */
  readonly cause: unknown;
}

const TIMEOUTS = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const KNOWN: Readonly<Record<string, readonly [text: string, hint: string]>> = {
  ECONNREFUSED: ["connection refused", "Start the server there, or set baseURL to where it listens."],
  ENOTFOUND: ["the host name is unknown", "Check the host in baseURL and the network."],
  EAI_AGAIN: ["the host name could not be looked up", "Check the network and its name server."],
  ECONNRESET: ["the connection was reset", "Ask again; if it stays so, look for a proxy in between."],
  UND_ERR_SOCKET: ["the connection was closed", "Ask again; if it stays so, look for a proxy in between."],
  ETIMEDOUT: ["the connection timed out", "Check the network, a firewall, and the port in baseURL."],
  UND_ERR_CONNECT_TIMEOUT: [
    "the connection timed out",
    "Check the network, a firewall, and the port in baseURL.",
  ],
};

/** Finds the cause that has a code: `fetch` wraps it, sometimes twice. */
export function networkCause(error: unknown, redact: Redact): NetworkCause {
  const chain = causes(error);
  const coded = chain.find((link) => typeof link.code === "string");
  const networkCode = coded?.code as string | undefined;
  const [known, hint] = KNOWN[networkCode ?? ""] ?? [];
  const own = coded?.message ?? chain.at(-1)?.message;
  const said = known ?? (typeof own === "string" && own !== "" ? own : String(error));
  return {
    text: redact(networkCode === undefined ? said : `${said} (${networkCode})`),
    networkCode,
    hint,
    isTimeout: networkCode !== undefined && TIMEOUTS.has(networkCode),
    cause: withoutSecrets(error, chain, redact),
  };
}

interface Link {
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** The error, its cause, the cause's cause …; at most eight. */
function causes(error: unknown): readonly Link[] {
  const chain: Link[] = [];
  for (let link = error; typeof link === "object" && link !== null && chain.length < 8; ) {
    chain.push(link as Link);
    link = (link as Link).cause;
  }
  return chain;
}

function withoutSecrets(error: unknown, chain: readonly Link[], redact: Redact): unknown {
  const isClean = chain.every(({ message, stack }) =>
    [message, stack].every((text) => typeof text !== "string" || redact(text) === text),
  );
  if (isClean && (chain.length > 0 || redact(String(error)) === String(error))) return error;
  return new Error(redact(String(chain[0]?.message ?? error)));
}
