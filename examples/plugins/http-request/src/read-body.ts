import type { Readable } from "node:stream";
import { httpErrors } from "./errors.ts";

/** The text of a body. What is too long is not read to its end. @throws HTTP_TOO_LARGE */
export async function readBody(body: Readable, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += (piece as Buffer).length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function tooLarge(maxBytes: number) {
  return httpErrors.create("HTTP_TOO_LARGE", {
    message: `The answer is larger than ${maxBytes} bytes.`,
    hint: "Ask for less, or raise maxBytes.",
    details: { maxBytes },
  });
}
