import { serverErrors } from "../errors.ts";

/** What new work gets while the server shuts down. */
export function serverClosing() {
  return serverErrors.create("SERVER_CLOSING", {
    message: "The server is shutting down.",
    hint: "Try again when it is back.",
    details: { retryAfterMs: 5_000 },
  });
}
