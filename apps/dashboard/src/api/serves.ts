import { requestJson } from "./request.ts";

/** What a server may have besides its agents. */
export type Served = "logs" | "metrics";

/** What this server has besides, as `GET /v1/models` tells. */
export async function listServes(signal?: AbortSignal): Promise<readonly Served[]> {
  const list = await requestJson<{ pergola?: { serves?: readonly Served[] } }>("/v1/models", { signal });
  return list.pergola?.serves ?? [];
}
