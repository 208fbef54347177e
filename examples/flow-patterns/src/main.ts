// Runs each pattern once and draws one of the flows. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { toDot, toMermaid, toSvg } from "@pergola/viz";
import { createGuesser } from "./controller.ts";
import { createFigures } from "./fan-out.ts";
import { byDay, byNight, createDesk } from "./routing.ts";

const invoice = { team: "billing", text: "Where is my invoice?" };
const day = createDesk(byDay);
const night = createDesk(byNight);
assert.equal(await day.call(invoice), "billing answers: Where is my invoice?");
assert.equal(await night.call(invoice), "support answers: Where is my invoice?");
assert.equal(await night.call({ team: "advertisement", text: "Buy!" }), undefined);
await Promise.all([day.stop(), night.stop()]);

const figures = createFigures();
assert.deepEqual(await figures.call([1, 2, 6]), { least: 1, mean: 3, most: 6 });

const patient = createGuesser(437, 20);
assert.deepEqual(await patient.call("Which number?"), { text: "It is 437.", citations: ["10 questions"] });
const hasty = createGuesser(437, 3);
assert.equal((await hasty.call("Which number?"))?.text, "Hop budget exhausted");
await Promise.all([patient.stop(), hasty.stop()]);

console.log(toMermaid(figures, { direction: "LR" }));
assert.match(toDot(figures), /digraph/);
assert.match(toSvg(figures), /^<svg[\s\S]*spread[\s\S]*join[\s\S]*<\/svg>\s*$/);
await figures.stop();
console.log("flow-patterns: ok");
