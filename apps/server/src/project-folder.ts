import { join } from "node:path";

/** The project that this app is a part of, from its source and from its build alike. */
export const projectFolder = join(import.meta.dirname, "../../..");
