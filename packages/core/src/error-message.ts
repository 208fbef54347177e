interface MessageLike {
  readonly message?: unknown;
}

/** What something that was thrown says: its message, else its text form. Never throws itself. */
export function errorMessage(thrown: unknown): string {
  if (typeof thrown === "object" && thrown !== null) {
    const { message } = thrown as MessageLike;
    if (typeof message === "string" && message !== "") return message;
  }
  try {
    return String(thrown);
  } catch {
    return "an object that has no text form";
  }
}
