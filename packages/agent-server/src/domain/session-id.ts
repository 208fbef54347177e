/** Longest session id that the server takes, in UTF-16 code units. */
const MAX_SESSION_ID_CHARS = 256;

/** What is wrong with a session id from outside; undefined when nothing is. */
export function sessionIdProblem(id: string): string | undefined {
  if (id === "") return "is empty";
  if (id.length > MAX_SESSION_ID_CHARS)
    return `has ${id.length} characters; at most ${MAX_SESSION_ID_CHARS} are taken`;
  if (!id.isWellFormed()) return "has a lone surrogate";
  if (id === "." || id === "..") return "is a dot segment, which no URL can carry";
  return undefined;
}
