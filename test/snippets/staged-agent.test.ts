// #region builder
import { Agent } from "@pergola/builders";
// #endregion
import { expect, test } from "vitest";
import { z } from "zod";

test("an agent of functions", async () => {
  // #region builder
  const agent = await Agent.builder()
    .tool(
      "weather",
      { description: "Tells the weather.", input: z.object({ city: z.string() }) },
      ({ city }) => (city === "Oslo" ? "rain" : "sun"),
    )
    .step(({ message }) => message.replace(/\W/g, ""), { kind: "input-adapter" }) // runs in parse, as parse_1
    .step(({ toolUse, load }) => toolUse("weather", { city: load("parse_1") }), { kind: "tool" }) // in do
    .step(({ load }) => `There is ${load("do_1")}.`, { stages: "deliver" })
    .start();

  const { text } = await agent.handle("Oslo?"); // There is rain.
  // #endregion
  expect(text).toBe("There is rain.");
  await agent.close();
});
