/** Stands where a secret was. */
export const REDACTED = "[redacted]";

/** Stands for what is nested too deep, or is too much to be looked through. */
export const CUT = "[cut]";
