import { z } from "zod";
import { messagesSchema } from "./with-messages.ts";

/** The state of an agent that declares none: a conversation, and a name for prompts. */
export const DefaultState = z
  .object({ messages: messagesSchema(), name: z.string().optional() })
  .meta({ title: "DefaultState" });
