import { resourceErrors } from "../errors.ts";

/** A call after `close()`. */
export const storageClosed = () =>
  resourceErrors.create("STORE_CLOSED", {
    message: "The storage is closed.",
    hint: "Open a new one, or close it only after the last use.",
  });
