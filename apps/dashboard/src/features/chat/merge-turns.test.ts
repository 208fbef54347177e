import { describe, expect, it } from "vitest";
import type { StoredTurn } from "../../api/sessions.ts";
import { mergeTurns } from "./merge-turns.ts";
import { toolRun, turnAfter } from "./turn-events.test-helper.ts";
import { reduceTurn } from "./turn-reducer.ts";

function stored(runId: string, status: string, startedAt = 1): StoredTurn {
  return { runId, status, startedAt, messages: [{ role: "user", content: runId }], events: [] };
}

const live = turnAfter(toolRun().slice(0, 5));

describe("mergeTurns", () => {
  it("puts a turn that was just sent last, also if the page's clock is behind", () => {
    const keys = mergeTurns([stored("old", "settled", 9_000)], [turnAfter([])]).map((turn) => turn.key);
    expect(keys).toEqual(["old", "local-1"]);
  });

  it("keeps a turn that the server never took in its place between the stored ones", () => {
    const refused = reduceTurn(turnAfter([]), { type: "stop-forced" });
    const turns = mergeTurns([stored("old", "settled", 1), stored("new", "settled", 9_000)], [refused]);
    expect(turns.map((turn) => turn.key)).toEqual(["old", "local-1", "new"]);
  });

  it("shows the live form of a turn that is still pending in the store, in its place", () => {
    const turns = mergeTurns([stored("r1", "pending"), stored("r2", "settled", 9_000)], [live]);
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
