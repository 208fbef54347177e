import { unreachable } from "./api-error.ts";
import { errorFromResponse } from "./error-envelope.ts";

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Search parameters; `undefined` ones are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
}

/** One call to the page's own server. Rejects with an `ApiError`, or with the signal's reason. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = "GET", body, signal } = options;
  const response = await fetch(path + queryString(options.query), {
    method,
    credentials: "same-origin",
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
    ...(signal && { signal }),
  }).catch((reason: unknown) => {
    throw signal?.aborted ? reason : unreachable();
  });
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}

/** {@link request}, with the body read as JSON. */
export async function requestJson<Body>(path: string, options?: RequestOptions): Promise<Body> {
  const response = await request(path, options);
  return (await response.json()) as Body; // the server's contract
}

function queryString(query: RequestOptions["query"]): string {
  const entries = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}
