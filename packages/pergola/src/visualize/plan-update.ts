import { isUtf8 } from "node:buffer";
import { resolve } from "node:path";
import type { Diagram } from "./diagram.ts";
import { notText } from "./output-failed.ts";
import { newPage, placeInPage } from "./page/place-in-page.ts";
import { readOutput } from "./read-output.ts";

/** The file of `--out`. */
export interface OutputFile {
  /** As the user wrote it. */
  readonly file: string;
  /** Whether it is a page that has a place for the diagram. */
  readonly isPage: boolean;
}

/** What a file is to say, and whether that is something else than it says now. */
export interface FileUpdate {
  readonly path: string;
  readonly text: string;
  readonly isChange: boolean;
}

/** Writes nothing yet. @throws OUTPUT_FAILED, NO_MARKERS, BROKEN_MARKERS */
export async function planUpdate(
  diagram: Diagram,
  { file, isPage }: OutputFile,
  cwd: string,
): Promise<FileUpdate> {
  const path = resolve(cwd, file);
  const bytes = await readOutput(path, file);
  if (isPage && bytes !== undefined && !isUtf8(bytes)) throw notText(file);
  const current = bytes?.toString("utf8");
  const text = isPage ? pageWith(diagram, current, file) : likeCurrent(diagram.text, current);
  return { path, text, isChange: text !== current };
}

function pageWith({ name, text: chart }: Diagram, current: string | undefined, file: string): string {
  const diagram = { name, chart, file };
  return current === undefined ? newPage(diagram) : placeInPage(current, diagram);
}

/** Git may have checked the file out with other line ends: that is no change. */
const likeCurrent = (text: string, current = "") =>
  current.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
