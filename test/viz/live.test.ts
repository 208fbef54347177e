// #region live
import { flowActivity } from "@pergola/flow-runtime";
import { toSvg, watchActivity } from "@pergola/viz";

// #endregion

import { createFlow, type Flow, node } from "@pergola/flow-runtime";
import { startActivity } from "@pergola/viz";
import { expect, test } from "vitest";

/** A page that shows a flow, as far as this goes. */
async function show(flow: Flow<never>, element: { innerHTML: string }, signal: AbortSignal): Promise<void> {
  // #region live
  for await (const activity of watchActivity(flow, flowActivity(flow), { signal })) {
    element.innerHTML = toSvg(flow, { activity, theme: "page" });
  }
  // #endregion
}

/** The tag that a node of a picture begins with: its class says what it does. */
const nodeTag = (picture: string, id: string) =>
  picture.match(/<g [^>]*>/g)?.find((tag) => tag.includes(`data-node="${id}"`));

test("a picture of a flow is live: what runs, what waits, how long it takes and what fails", async () => {
  const gate = Promise.withResolvers<void>();
  const read = node({ name: "read" }, async (name: string) => name);
  const parse = node({ name: "parse" }, async (name: string) => {
    await gate.promise;
    if (name === "broken") throw new Error("It cannot be read.");
    return name;
  });
  await using flow = createFlow({ edges: [read.to(parse)] });
  const element = { innerHTML: "" };
  const controller = new AbortController();
  const shown = show(flow, element, controller.signal).catch((error: Error) => error.message);
  const call = flow.call("broken").catch(() => "failed");
  await expect.poll(() => nodeTag(element.innerHTML, "parse")).toContain("running");
  expect(nodeTag(element.innerHTML, "read")).not.toContain("running");
  gate.resolve();
  expect(await call).toBe("failed");
  await expect.poll(() => nodeTag(element.innerHTML, "parse")).toContain("failed");
  expect(element.innerHTML).toContain("1 failed");
  controller.abort(new Error("The page was closed."));
  expect(await shown).toBe("The page was closed.");
});

test("what a flow says of itself belongs to nodes of its picture", async () => {
  const words = node({ name: "words" }, (text: string) => text.split(" "));
  const count = node({ name: "count" }, (all: readonly string[]) => all.length);
  await using flow = createFlow({ edges: [words.to(count)] });
  const snapshots = watchActivity(flow, flowActivity(flow));
  await snapshots.next();
  const calls = Promise.all(["a b", "c"].map((text) => flow.call(text)));
  let latest = startActivity(flow);
  while (latest.nodes.get("count")?.finished !== 2) latest = (await snapshots.next()).value ?? latest;
  await calls;
  await snapshots.return?.();
  expect(latest.ignored).toBe(0);
  expect(latest.nodes.get("words")).toMatchObject({ state: "idle", running: 0, started: 2, finished: 2 });
});
