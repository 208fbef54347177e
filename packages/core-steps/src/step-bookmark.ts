import type { StepRun } from "./step-run.ts";

/** How whoever holds a step follows it, and where the step notes how far it has come. */
export interface StepBookmark {
  /** How often the step was tried. */
  attempts: number;
  /**
   * Where it stands, as text: a step that begins with it does not do again what it has done. Undefined at the beginning, and of
   * a step that cannot say. Only with `isKept`.
   */
  at: string | undefined;
  /** Whether the step may be asked to go on from where it stands. */
  readonly isKept: boolean;
}

/** Under which key the handle of a run has the bookmark of the step that it was made for. */
export const STEP_BOOKMARK = Symbol.for("pergola.step-bookmark");

/** Where the step shall note how far it has come; undefined when nobody will ask. */
export function bookmarkOf(run: StepRun): StepBookmark | undefined {
  const { [STEP_BOOKMARK]: bookmark } = run as { readonly [STEP_BOOKMARK]?: StepBookmark | undefined };
  return bookmark?.isKept === true ? bookmark : undefined;
}
