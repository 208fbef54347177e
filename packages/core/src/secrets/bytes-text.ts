/** Bytes beyond this are not looked through. */
const MAX_BYTES = 1_048_576;

export type Bytes = ArrayBuffer | ArrayBufferView;

export function isBytes(value: object): value is Bytes {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/** What bytes say as a text, a character each; undefined for more than a mebibyte. */
export function bytesText(bytes: Bytes): string | undefined {
  if (bytes.byteLength > MAX_BYTES) return undefined;
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  return new TextDecoder("latin1").decode(view);
}
