import { expect, it } from "vitest";
import { backPath } from "./back-path.ts";

it("is no way for an edge that goes on", () => {
  expect(backPath({ sourceX: 0, sourceY: 0, targetX: 0, targetY: 40 }, "TB")).toBeUndefined();
  expect(backPath({ sourceX: 0, sourceY: 0, targetX: 40, targetY: 0 }, "LR")).toBeUndefined();
});

it.each(["TB", "LR"] as const)("leads an edge that goes back beside its nodes: %s", (direction) => {
  const down = { sourceX: 74, sourceY: 200, targetX: 74, targetY: 20 };
  const across = { sourceX: 400, sourceY: 31, targetX: 20, targetY: 31 };
  const isDown = direction === "TB";
  const back = backPath(isDown ? down : across, direction);
  const half = isDown ? 74 : 31;
  expect(isDown ? back?.labelX : back?.labelY).toBeGreaterThan(2 * half);
  expect(back?.path).toMatch(isDown ? /^M74,200C.*74,20$/ : /^M400,31C.*20,31$/);
});

it("leads a node's edge to itself round the node", () => {
  const self = backPath({ sourceX: 74, sourceY: 62, targetX: 74, targetY: 0 }, "TB");
  expect(self).toMatchObject({ labelX: 156, labelY: 31 });
});
