import type { Readable } from "node:stream";
import { toolErrors } from "../errors.ts";

const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript)\b)/i;

/** A body as text. Of one that is too long only the beginning is read. @throws HTTP_NOT_TEXT */
export async function readText(
  body: Readable,
  contentType: string,
  maxBytes: number,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  if (contentType !== "" && !TEXT.test(contentType)) {
    body.destroy();
    throw notText(contentType);
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, maxBytes - bytes));
    bytes += piece.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > maxBytes) break;
  }
  const isCut = bytes > maxBytes;
  // A character that was cut in the middle is left out.
  const text = decoderOf(contentType).decode(Buffer.concat(pieces), { stream: isCut });
  return { text, isCut };
}

function decoderOf(contentType: string): TextDecoder {
  const [, charset = "utf-8"] = /charset="?([^\s;"]+)/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/** The error of an answer that cannot be read; `contentType` says what it is. */
export function notText(contentType: string) {
  return toolErrors.create("HTTP_NOT_TEXT", {
    message: `The answer is ${contentType}, which is no text.`,
    hint: "Ask for a page or for data as text.",
    details: { contentType },
  });
}
