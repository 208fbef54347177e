/** Longest Cookie header that is read, in characters. */
const MAX_HEADER_CHARS = 16_384;

/** The values that a Cookie header has for a name; more than one when somebody planted another. */
export function readCookies(header: string | undefined, name: string): readonly string[] {
  if (header === undefined || header.length > MAX_HEADER_CHARS) return [];
  return header.split(";").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at >= 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
}

/** A cookie that scripts cannot read and other sites cannot make the browser send. @param maxAgeSeconds how long it lasts */
export function strictCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
}
