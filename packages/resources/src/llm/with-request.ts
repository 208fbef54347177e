import { redact } from "@pergola/core";
import { describeRequest } from "./describe-request.ts";
import type { PreparedCall } from "./prepared-call.ts";

/**
 * An event with the request that it tells of, without its secrets. The request is described when somebody looks at it, and
 * once: a run that nobody watches never pays for it.
 */
export function withRequest<Event extends object>(
  event: Event,
  { model, id, request }: PreparedCall,
): Event & { readonly request: Readonly<Record<string, unknown>> } {
  // Whoever looks later still sees what was sent, whatever has become of the caller's list.
  const sent = { ...request, messages: [...request.messages] };
  let described: Readonly<Record<string, unknown>> | undefined;
  return Object.defineProperty(event, "request", {
    enumerable: true,
    get: () => (described ??= redact(describeRequest(model, id, sent))),
  }) as Event & { readonly request: Readonly<Record<string, unknown>> };
}
