import type { OutgoingHttpHeaders } from "node:http";
import type { VendorReply } from "./vendor-reply.ts";

/** A refusal in the vendor's envelope. */
export interface VendorError {
  /** HTTP status. Default 400. */
  readonly status?: number;
  readonly message: string;
  /** Default `invalid_request_error`. */
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** The JSON body of an error. */
export function errorBody(error: VendorError): { readonly error: Readonly<Record<string, unknown>> } {
  const { message, type = "invalid_request_error", code = null, param = null } = error;
  return { error: { message, type, param, code } };
}

/** Refuses the request. */
export function errorReply(error: VendorError): VendorReply {
  return {
    play(exchange) {
      exchange.head(error.status ?? 400, { "content-type": "application/json", ...error.headers });
      exchange.end(JSON.stringify(errorBody(error)));
    },
  };
}
