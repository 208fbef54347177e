import type { Command } from "@langchain/langgraph";
import { loadLangGraph } from "@pergola/config";
import { builderErrors } from "../errors.ts";
import type { RunInterrupt } from "../run/run-interrupt.ts";

/** LangGraph's ids are hashes. */
const INTERRUPT_ID = /^[0-9a-f]{32}$/;

/**
 * What the graph goes on with. One interrupt takes the value as it is; several take an object by their ids, so that no
 * answer lands on another's question.
 *
 * @throws INVALID_RESUME
 */
export async function resumeInput(
  runId: string,
  interrupts: readonly RunInterrupt[],
  value: unknown,
): Promise<Command | null> {
  const asked = interrupts.filter((interrupt) => "value" in interrupt);
  // A pause asks nothing: whatever is said means "go on".
  if (asked.length === 0) return null;
  const { Command } = await loadLangGraph();
  if (asked.length > 1) return new Command({ resume: answersById(runId, asked, value) });
  if (value === undefined)
    throw invalid(runId, "got no value", "Pass the answer: agent.resume(runId, value).");
  return new Command({ resume: { [asked[0]?.id ?? ""]: answerTo(runId, asked, value) } });
}

/** A single answer may be given by its id, too; one by another id is for a question of another time. */
function answerTo(runId: string, [only]: readonly RunInterrupt[], value: unknown): unknown {
  const id = only?.id ?? "";
  if (typeof value !== "object" || value === null) return value;
  if (Object.hasOwn(value, id)) return (value as Record<string, unknown>)[id];
  const keys = Object.keys(value);
  if (keys.length === 0 || !keys.every((key) => INTERRUPT_ID.test(key))) return value;
  throw invalid(
    runId,
    "the answer is for another question",
    `This one waits: agent.resume(runId, { "${id}": … }).`,
  );
}

function answersById(runId: string, asked: readonly RunInterrupt[], value: unknown): Record<string, unknown> {
  const ids = asked.map((interrupt) => interrupt.id);
  const given = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const isById = given.length > 0 && given.every((key) => ids.includes(key));
  if (isById) return value as Record<string, unknown>;
  const hint = `Answer by id: agent.resume(runId, { ${ids.map((id) => `"${id}": …`).join(", ")} }).`;
  throw invalid(runId, `${asked.length} questions wait, and the answer does not say which it is for`, hint);
}

function invalid(runId: string, what: string, hint: string) {
  return builderErrors.create("INVALID_RESUME", {
    message: `The suspended run ${runId} cannot go on: ${what}.`,
    hint,
    details: { runId },
  });
}
