import { randomBytes } from "node:crypto";
import { readCookies, strictCookie } from "./cookies.ts";

const USER_COOKIE = "pergola_user";

const ID_BYTES = 16;

/** As long as browsers keep a cookie, in seconds; every opening of the page begins it anew. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** A user id that nobody can guess: 128 random bits in base64url. It is name and secret of its user in one. */
export function newUserId(): string {
  return randomBytes(ID_BYTES).toString("base64url");
}

/** Whether the text can have come from {@link newUserId}; no name that a person would pick can. */
export function isUserId(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text) && Buffer.from(text, "base64url").toString("base64url") === text;
}

/** `absent`: no cookie; `invalid`: one that this server has not made, or two that differ. */
export type CookieUser =
  | { readonly kind: "user"; readonly userId: string }
  | { readonly kind: "absent" }
  | { readonly kind: "invalid" };

export function readUserCookie(header: string | undefined): CookieUser {
  const [userId, ...others] = new Set(readCookies(header, USER_COOKIE));
  if (userId === undefined) return { kind: "absent" };
  return others.length === 0 && isUserId(userId) ? { kind: "user", userId } : { kind: "invalid" };
}

/** The cookie for a page: the user's own, or one of a new user. */
export function userCookie(header: string | undefined): string {
  const user = readUserCookie(header);
  return strictCookie(USER_COOKIE, user.kind === "user" ? user.userId : newUserId(), MAX_AGE_SECONDS);
}
