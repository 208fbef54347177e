import { serverErrors } from "../../errors.ts";

/** Nobody can tell whose data may be shown. */
export function userUnknown() {
  return serverErrors.create("USER_UNKNOWN", {
    message: "This browser has no cookie that says whose sessions it may see.",
    hint: "Open the page at / once, with cookies allowed, then try again.",
  });
}
