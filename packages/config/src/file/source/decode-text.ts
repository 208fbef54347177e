/** A text that was read, and where it stops being one, if it does. */
export interface DecodedText {
  /** Without a byte order mark; what is no UTF-8 is a replacement character. */
  readonly text: string;
  /** Offset into the text of the first byte that is no UTF-8. */
  readonly brokenAt?: number;
}

/** Bytes as UTF-8. Nothing is guessed: another encoding is told by its place, not read as what it is not. */
export function decodeText(bytes: Buffer): DecodedText {
  const text = withoutMark(bytes.toString("utf8"));
  const again = Buffer.from(bytes.toString("utf8"));
  if (again.equals(bytes)) return { text };
  const same = bytes.findIndex((byte, index) => byte !== again[index]);
  return { text, brokenAt: withoutMark(bytes.toString("utf8", 0, Math.max(same, 0))).length };
}

const withoutMark = (text: string) => text.replace(/^\uFEFF/, "");
