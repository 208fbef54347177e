import { describe, expect, it } from "vitest";
import { treeMove } from "./tree-keys.ts";
import { waterfall } from "./waterfall/extend-waterfall.ts";
import { stagedLog } from "./waterfall/sample-log.test-helper.ts";
import { visibleRows } from "./waterfall/visible-rows.ts";

const { spans } = waterfall(stagedLog());
const rows = visibleRows(spans, new Set());
/** run · workflow · think · plan · model · tool · tool · review … */
const [RUN, WORKFLOW, THINK, PLAN, MODEL, TOOL] = [0, 1, 2, 3, 4, 5];

describe("a key in the tree", () => {
  it("walks up and down, to the ends, and not beyond", () => {
    expect(treeMove("ArrowDown", rows, RUN)).toEqual({ type: "go", index: WORKFLOW });
    expect(treeMove("ArrowUp", rows, RUN)).toEqual({ type: "go", index: RUN });
    expect(treeMove("End", rows, RUN)).toEqual({ type: "go", index: rows.length - 1 });
    expect(treeMove("PageDown", rows, 5)).toEqual({ type: "go", index: rows.length - 1 });
    expect(treeMove("Home", rows, TOOL)).toEqual({ type: "go", index: RUN });
  });

  it("opens what is closed, then goes inside", () => {
    const closed = visibleRows(spans, new Set([THINK]));
    expect(treeMove("ArrowRight", closed, THINK)).toEqual({ type: "open", index: THINK });
    expect(treeMove("ArrowRight", rows, THINK)).toEqual({ type: "go", index: PLAN });
    expect(treeMove("ArrowRight", rows, MODEL)).toBeUndefined();
  });

  it("closes what is open, and from a leaf goes to its parent", () => {
    expect(treeMove("ArrowLeft", rows, THINK)).toEqual({ type: "close", index: THINK });
    expect(treeMove("ArrowLeft", rows, MODEL)).toEqual({ type: "go", index: PLAN });
    expect(treeMove("ArrowLeft", rows, TOOL)).toEqual({ type: "go", index: THINK });
  });

  it("shows a row, and leaves other keys alone", () => {
    expect(treeMove("Enter", rows, TOOL)).toEqual({ type: "show", index: TOOL });
    expect(treeMove("Tab", rows, TOOL)).toBeUndefined();
    expect(treeMove("Enter", [], 0)).toBeUndefined();
  });
});
