import type { z } from "zod";
import type { Load } from "../langchain.ts";

/** What the tool `add` takes. */
export interface Sum {
  readonly a: number;
  readonly b: number;
}

/** Schema of `Sum`, from the peer's own copy of zod. @param specifier of a module that exports `z` */
export async function sumSchema(load: Load, specifier = "zod"): Promise<z.ZodType<Sum>> {
  const { z: zod } = (await load(specifier)) as { z: typeof z };
  return zod.object({ a: zod.number(), b: zod.number() });
}
