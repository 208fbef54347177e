import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import { messagesSchema } from "./with-messages.ts";

/** The state of an agent that declares none: a conversation, a name for prompts, and whatever else its steps write. */
export const DefaultState = lazySchema(() =>
  z.looseObject({ messages: messagesSchema(), name: z.string().optional() }).meta({ title: "DefaultState" }),
);
