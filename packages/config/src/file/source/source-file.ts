import { lineAt, lineRange } from "./line-index.ts";

/** How a config file is written. `module` is TypeScript or JavaScript with a default export. */
export type ConfigFileFormat = "yaml" | "json" | "module";

/** A file that a config comes from. */
export interface SourceFile {
  /** As messages name it. */
  readonly name: string;
  readonly format: ConfigFileFormat;
  /** Empty for a module: its values have no place in a text. */
  readonly text: string;
  /** Absolute; absent for a text that stands nowhere. */
  readonly path?: string;
}

/** A stretch of a file: offsets into its text, the end excluded. */
export interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place as editors count it, from 1. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** Undefined for what has no place in a text, such as the values of a module. */
export function lineAndColumn({ file, start }: Place): LineAndColumn | undefined {
  if (file.format === "module") return undefined;
  const line = lineAt(file, start);
  return { line: line + 1, column: start - lineRange(file, line).start + 1 };
}
