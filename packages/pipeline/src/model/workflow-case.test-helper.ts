import type { Stage } from "../stage.ts";

/** What a step does, one after the other. */
export type Op =
  | { readonly op: "store"; readonly key: string; readonly value: number }
  | { readonly op: "load"; readonly key: string }
  | { readonly op: "say" | "respond" | "llm"; readonly text: string }
  | { readonly op: "use"; readonly tool: string; readonly value: number }
  | { readonly op: "queue"; readonly tool: string; readonly value: number; readonly as: string | undefined }
  | { readonly op: "skip"; readonly to: Stage }
  | { readonly op: "throw" };

export type ConditionCase =
  | { readonly holds: "from"; readonly iteration: number }
  | { readonly holds: "if-stored"; readonly key: string }
  | { readonly holds: "never" | "throws" };

export interface StepCase {
  readonly name: string;
  readonly when: ConditionCase | undefined;
  readonly ops: readonly Op[];
  readonly returns: string | number | undefined;
}

export interface BranchCase {
  readonly condition: ConditionCase;
  readonly steps: readonly StepCase[];
  readonly otherwise: readonly StepCase[];
}

export type EntryCase = StepCase | BranchCase;

export interface WorkflowCase {
  readonly stages: Readonly<Record<Stage, readonly EntryCase[]>>;
  readonly maxIterations: number;
}

/** What is seen of a run. */
export interface Outcome {
  /** Everything that steps and tools have seen, in order. */
  readonly trace: readonly string[];
  /** How each stage ended, in order. */
  readonly stages: readonly string[];
  readonly response: string | undefined;
  /** Code of the error that the run throws. */
  readonly error: string | undefined;
  /** Where and with what it failed, whether answered or not. */
  readonly failure: string | undefined;
  /** All text that went out. */
  readonly streamed: string;
  readonly results: Readonly<Record<string, unknown>>;
}

export const isBranch = (entry: EntryCase): entry is BranchCase => "condition" in entry;

/** The answer of the model to a prompt. */
export const replyTo = (prompt: string) => `re ${prompt}`;

/** Steps throw errors without a code; agents give them one. */
export const codeOf = (code: string) => (code === "UNEXPECTED" ? "STEP_FAILED" : code);
