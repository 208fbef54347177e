import { describe, expect, it } from "vitest";
import type { StoredTurn } from "../../api/sessions.ts";
import { mergeTurns } from "./merge-turns.ts";
import { toolRun, turnAfter } from "./turn-events.test-helper.ts";

function stored(runId: string, status: string): StoredTurn {
  return { runId, status, startedAt: 1, messages: [{ role: "user", content: runId }], events: [] };
}

const live = turnAfter(toolRun().slice(0, 5));

describe("mergeTurns", () => {
  it("puts live turns that the store lacks after the stored ones", () => {
    const unsent = turnAfter([]);
    const keys = mergeTurns([stored("old", "settled")], [live, unsent]).map((turn) => turn.key);
    expect(keys).toEqual(["old", "r1", "local-1"]);
  });

  it("shows the live form of a turn that is still pending in the store, in its place", () => {
    const turns = mergeTurns([stored("r1", "pending"), stored("r2", "settled")], [live]);
    expect(turns[0]).toBe(live);
    expect(turns).toHaveLength(2);
  });

  it("shows the stored form once it is settled", () => {
    expect(mergeTurns([stored("r1", "settled")], [live])[0]).not.toBe(live);
  });

  it("rebuilds a stored turn once, so that it is not drawn again", () => {
    const one = stored("old", "settled");
    expect(mergeTurns([one], [])[0]).toBe(mergeTurns([one], [live])[0]);
  });
});
