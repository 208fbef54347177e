// Compiled, never run: what the compiler must refuse is marked, and an unused mark is an error.
import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";
import "./glossary-step.ts";

const State = z.object({ draft: z.string(), text: z.string().optional(), length: z.number() });
const builder = new AgentBuilder(State);
const terms = { "e-mail": "mail" };

builder.withStep("glossary", { from: "draft", as: "text", terms });
// @ts-expect-error the state has no such key
builder.withStep("glossary", { from: "darft", as: "text", terms });
// @ts-expect-error a number has no words
builder.withStep("glossary", { from: "length", as: "text", terms });
// @ts-expect-error the terms are missing
builder.withStep("glossary", { from: "draft", as: "text" });
