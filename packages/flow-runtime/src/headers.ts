import { LOCAL_TENANT } from "@pergola/core";

/** What every message of a trace carries. */
export interface Headers {
  /** Whose it is. Default in one process: `local`. */
  readonly tenant: string;
  readonly topic?: string;
  /** Of waiting messages the higher one runs first. A finite number; default 0. */
  readonly priority: number;
}

/** Headers as a caller gives them; what is left out has its default. */
export type HeadersInput = Partial<Headers>;

const DEFAULT_HEADERS: Headers = Object.freeze({ tenant: LOCAL_TENANT, priority: 0 });

/** Completes headers; frozen. */
export function toHeaders(given: HeadersInput | undefined): Headers {
  if (given === undefined) return DEFAULT_HEADERS;
  const { tenant = LOCAL_TENANT, topic, priority = 0 } = given;
  return Object.freeze({ tenant, priority, ...(topic !== undefined && { topic }) });
}
