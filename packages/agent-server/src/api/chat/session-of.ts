import type { IncomingHttpHeaders } from "node:http";
import { invalidRequest } from "../../domain/invalid-request.ts";
import { sessionIdProblem } from "../../domain/session-id.ts";

export const SESSION_HEADER = "x-session-id";

interface SessionFields {
  readonly session_id?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The session that a request names, in its body, its metadata or its header. @throws INVALID_REQUEST when they differ */
export function sessionOf(
  { session_id, metadata }: SessionFields,
  headers: IncomingHttpHeaders,
): string | undefined {
  const named = [session_id, metadata?.session_id, fromHeader(headers[SESSION_HEADER])];
  const [first, ...others] = new Set(named.filter((id) => id !== undefined));
  if (others.length > 0) throw badSession("differs between session_id, metadata.session_id and X-Session-Id");
  const problem = first === undefined ? undefined : sessionIdProblem(first);
  if (problem !== undefined) throw badSession(problem);
  return first;
}

/** A session id as a header has it: what is not printable ASCII, and the percent sign, in percent-encoding. */
export function toHeader(sessionId: string): string {
  return sessionId.replace(/[^!-$&-~]/gu, (character) => encodeURIComponent(character));
}

function fromHeader(value: string | string[] | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    throw badSession("has a percent sign in X-Session-Id that encodes nothing");
  }
}

function badSession(problem: string) {
  return invalidRequest({
    path: ["session_id"],
    message: problem,
    hint: 'Name one conversation, for example "monday".',
  });
}
