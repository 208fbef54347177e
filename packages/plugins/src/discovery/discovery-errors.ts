import { errorMessage } from "@pergola/core";
import { pluginErrors } from "../errors.ts";
import { MAX_MANIFEST_BYTES } from "./plugin-files.ts";

export function unreadable(file: string, cause: unknown) {
  return pluginErrors.create("PLUGIN_UNREADABLE", {
    message: `${file} is there and cannot be read: ${errorMessage(cause)}`,
    hint: "Give this program the right to read it, or remove it.",
    details: { file },
    cause,
  });
}

export function manifestTooLarge(file: string) {
  return pluginErrors.create("PLUGIN_MANIFEST_TOO_LARGE", {
    message: `${file} is larger than ${MAX_MANIFEST_BYTES / 1024} KiB; expected a manifest.`,
    hint: "Move what is long (schemas, examples) out of it.",
    details: { file, maxBytes: MAX_MANIFEST_BYTES },
  });
}
