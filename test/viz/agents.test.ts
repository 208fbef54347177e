// #region live
import { agentActivity } from "@pergola/builders";
import { toSvg, watchActivity } from "@pergola/viz";

// #endregion

import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { toMermaid } from "@pergola/viz";
import { expect, test } from "vitest";

const element = { innerHTML: "" };

async function agentOf(...texts: string[]) {
  return createAgent({ name: "support" })
    .withLlm(new ScriptedChatModel(texts))
    .withStep("llm", { nodeName: "draft" })
    .withStep("branch", {
      nodeName: "check",
      on: () => "short",
      cases: { short: [{ step: "llm", config: { nodeName: "expand" } }], long: [] },
    })
    .start();
}

/** The tag that a node of a picture begins with: its class says what it does. */
const nodeTag = (picture: string, id: string) =>
  picture.match(/<g [^>]*>/g)?.find((tag) => tag.includes(`data-node="${id}"`));

test("an agent is drawn with its steps, and the ways between them", async () => {
  await using agent = await agentOf();
  const chart = toMermaid(agent);
  for (const step of ["draft", "check", "expand"]) expect(chart).toContain(`n_${step}`);
  expect(chart).toContain("n_draft --> n_check");
});

test("the picture of an agent is live: the step that runs, and how long it took", async () => {
  const gate = Promise.withResolvers<void>();
  await using agent = await createAgent({ name: "support" })
    .withStep("custom", { nodeName: "draft", step: () => undefined })
    .withStep("custom", { nodeName: "send", step: () => gate.promise })
    .build();
  const show = async () => {
    // #region live
    for await (const activity of watchActivity(agent, agentActivity(agent.stream({})))) {
      element.innerHTML = toSvg(agent, { activity, theme: "page" });
    }
    // #endregion
  };
  const shown = show();
  await expect.poll(() => nodeTag(element.innerHTML, "send")).toContain("running");
  expect(nodeTag(element.innerHTML, "draft")).not.toContain("running");
  gate.resolve();
  await shown;
  expect(nodeTag(element.innerHTML, "send")).not.toContain("running");
  expect(element.innerHTML).toContain("ms");
});
