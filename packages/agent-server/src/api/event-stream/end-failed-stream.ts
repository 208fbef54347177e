import type { Logger } from "@pergola/core";
import type { FastifyRequest } from "fastify";
import { codedError, errorEnvelope } from "../errors/error-envelope.ts";
import { logError } from "../errors/send-error.ts";
import type { EventStreamWriter } from "./event-stream-writer.ts";
import { formatData } from "./format-event.ts";

export interface FailedStream {
  readonly thrown: unknown;
  readonly writer: EventStreamWriter;
  readonly request: FastifyRequest;
  readonly logger: Logger;
}

/**
 * Ends a stream with its error as the last event. @throws the error itself when nothing has been sent yet, so that it
 * becomes an HTTP status
 */
export function endFailedStream({ thrown, writer, request, logger }: FailedStream): void {
  if (!writer.isBegun) {
    writer.end();
    throw thrown;
  }
  const error = codedError(thrown);
  logError(thrown, error, request, logger);
  const speaksVendor = request.routeOptions.config.speaksVendor ?? false;
  writer.end(formatData(errorEnvelope(error, { requestId: request.id, speaksVendor })));
}
