import { reply, toReply } from "./reply.ts";
import { errorReply } from "./vendor-error.ts";
import type { VendorReply, VendorReplyLike } from "./vendor-reply.ts";
import type { VendorRequest } from "./vendor-request.ts";

export interface RouteOptions {
  readonly apiKey?: string;
  readonly models: readonly string[];
  /** The scripted reply to a chat request. */
  readonly chat: (request: VendorRequest) => VendorReplyLike | Promise<VendorReplyLike>;
}

/** Picks what to do with a request, as the vendor's own routes would. */
export async function routeReply(request: VendorRequest, options: RouteOptions): Promise<VendorReply> {
  const { apiKey, models, chat } = options;
  if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) return wrongKey();
  const [path] = request.path.split("?");
  if (request.method === "GET" && path?.endsWith("/models")) return modelList(models);
  if (request.method !== "POST" || !path?.endsWith("/chat/completions")) return unknownRoute(request);
  if (request.body === undefined) return errorReply({ message: "The body is not a JSON object." });
  return toReply(await chat(request));
}

function modelList(models: readonly string[]): VendorReply {
  const data = models.map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: "vendor" }));
  return reply.raw({
    headers: { "content-type": "application/json" },
    writes: [JSON.stringify({ object: "list", data })],
  });
}

function unknownRoute({ method, path }: VendorRequest): VendorReply {
  return errorReply({ status: 404, message: `Unknown request URL: ${method} ${path}.` });
}

function wrongKey(): VendorReply {
  return errorReply({ status: 401, message: "Incorrect API key provided.", code: "invalid_api_key" });
}
