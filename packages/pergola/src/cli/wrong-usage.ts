import { pergolaErrors } from "../errors.ts";

/** An argument is not what the command takes. */
export const wrongUsage = (message: string, hint: string) =>
  pergolaErrors.create("INVALID_USAGE", { message, hint });
