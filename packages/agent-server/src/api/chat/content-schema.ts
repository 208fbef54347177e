import type { StoredMessage } from "@pergola/resources";
import { z } from "zod";

const text = z.object({ type: z.literal("text"), text: z.string() });

const image = z.object({
  type: z.literal("image_url"),
  image_url: z.object({ url: z.string().min(1), detail: z.enum(["auto", "low", "high"]).optional() }),
});

const audio = z.object({
  type: z.literal("input_audio"),
  input_audio: z.object({ data: z.string().min(1), format: z.string().min(1) }),
});

const file = z.object({
  type: z.literal("file"),
  file: z.object({
    file_id: z.string().optional(),
    file_data: z.string().optional(),
    filename: z.string().optional(),
  }),
});

/** What a user says: text, or parts; images, audio and files reach the model as they are. */
export const userContent: z.ZodType<StoredMessage["content"]> = z.union(
  [z.string(), z.array(z.discriminatedUnion("type", [text, image, audio, file])).min(1)],
  { error: "expected text, or a list of text, image_url, input_audio and file parts" },
);

/** Text, or text parts, which become one text. */
export const textContent: z.ZodType<string> = z.union(
  [
    z.string(),
    z
      .array(text)
      .min(1)
      .transform((parts) => parts.map((part) => part.text).join("")),
  ],
  { error: "expected text, or a list of text parts" },
);

/** The characters of text in a content. */
export function textLength(content: StoredMessage["content"]): number {
  if (typeof content === "string") return content.length;
  return content.reduce((sum, part) => sum + (typeof part.text === "string" ? part.text.length : 0), 0);
}
