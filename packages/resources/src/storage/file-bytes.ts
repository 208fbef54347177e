import { resourceErrors } from "../errors.ts";
import { receivedValue } from "../received-value.ts";

/**
 * What is to be written as bytes, a text as UTF-8. Anything else would be counted, and cut, by what it is not.
 *
 * @throws FILE_CONTENT_INVALID
 */
export function fileBytes(data: Uint8Array | string): Uint8Array {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (isBytes(data)) return data;
  throw invalidContent(data, "bytes (a Uint8Array) or a text");
}

/** The pieces of a source. @throws FILE_CONTENT_INVALID */
export function filePieces(source: AsyncIterable<Uint8Array | string>): AsyncIterator<Uint8Array | string> {
  const { [Symbol.asyncIterator]: begin } = (source ?? {}) as Partial<typeof source>;
  if (typeof begin === "function") return begin.call(source);
  throw invalidContent(source, "an async iterable of bytes or texts");
}

/** Also those of another realm. */
const isBytes = (data: unknown): data is Uint8Array =>
  ArrayBuffer.isView(data) && Object.prototype.toString.call(data) === "[object Uint8Array]";

const invalidContent = (received: unknown, expected: string) =>
  resourceErrors.create("FILE_CONTENT_INVALID", {
    message: `Got ${receivedValue(received, true)} to write; expected ${expected}.`,
    hint: "Give text as it is, objects as JSON.stringify(object), and other binary data as new Uint8Array(buffer).",
  });
