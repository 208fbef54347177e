import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { readCookies, strictCookie } from "./cookies.ts";

const TOKEN_COOKIE = "pergola_token";

const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** The secret of a server, held as hashes: compared in constant time, and never given out. */
export interface ServerToken {
  /** Whether the text is the token. */
  matches(text: string): boolean;
  /** Whether the request brings the token, as a bearer or in its cookie. A wrong bearer is not mended by a cookie. */
  isPresentedBy(headers: IncomingHttpHeaders): boolean;
  /** The cookie that stands for the token in a browser; it does not contain it. */
  cookie(): string;
}

export function createServerToken(token: string): ServerToken {
  const hash = digest(token);
  const proof = createHmac("sha256", token).update(TOKEN_COOKIE).digest("base64url");
  const proofHash = digest(proof);
  const matches = (text: string) => timingSafeEqual(digest(text), hash);
  const isProof = (text: string) => timingSafeEqual(digest(text), proofHash);
  return {
    matches,
    isPresentedBy({ authorization, cookie }) {
      if (authorization !== undefined)
        return matches(/^Bearer +(.*)$/i.exec(authorization)?.[1]?.trim() ?? "");
      return readCookies(cookie, TOKEN_COOKIE).some(isProof);
    },
    cookie: () => strictCookie(TOKEN_COOKIE, proof, MAX_AGE_SECONDS),
  };
}

/** Of one length, whatever was hashed: what `timingSafeEqual` needs. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
