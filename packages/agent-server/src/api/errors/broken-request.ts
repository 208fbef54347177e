import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** What Node's parser refuses before there is a request, by its error code. */
const BY_CODE: Readonly<Record<string, { readonly status: number; readonly message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: "The request took too long to arrive." },
  HPE_HEADER_OVERFLOW: { status: 431, message: "The headers are larger than this server takes." },
};
const BROKEN = { status: 400, message: "This is not an HTTP request." };

/** Answers what could not be read as a request, in the common envelope, and closes the connection. */
export function answerBrokenRequest(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  endWithError(socket, BY_CODE[error.code ?? ""] ?? BROKEN);
}

/** Ends a connection that no request of the framework's answers, with the common envelope. */
export function endWithError(
  socket: Duplex,
  { status, message }: { readonly status: number; readonly message: string },
): void {
  const body = JSON.stringify({
    error: {
      message,
      type: "invalid_request_error",
      param: null,
      code: "INVALID_REQUEST",
      hint: "Send a complete HTTP/1.1 request.",
      requestId: crypto.randomUUID(),
    },
  });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
