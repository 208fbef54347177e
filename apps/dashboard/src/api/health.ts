import { isUnreachable } from "./api-error.ts";
import { request } from "./request.ts";

/** `GET /health/live`: whether a server answers at all. An answer that refuses still is one. */
export async function isServerLive(signal?: AbortSignal): Promise<boolean> {
  try {
    await request("/health/live", { signal });
    return true;
  } catch (thrown) {
    return !isUnreachable(thrown) && !signal?.aborted;
  }
}
