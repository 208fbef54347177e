import { defineTool } from "@pergola/tools";
import { z } from "zod";

/** A tool that says its name and the number it is given. */
export const numbered = (name: string) =>
  defineTool({
    name,
    description: `Tells of ${name}.`,
    input: z.object({ n: z.number().default(0) }),
    execute: ({ n }) => `${name} ${n}`,
  });

export const tools = [numbered("clock"), numbered("dice")];

/** A model's call of the clock. */
export const callsClock = { toolCalls: [{ name: "clock", arguments: {} }] };
