import type { IncomingHttpHeaders } from "node:http";
import { LOCAL_TENANT, MAX_ID_LENGTH } from "@pergola/core";
import { type BudgetLimits, budgetLimitsSchema } from "@pergola/resources";
import { z } from "zod";

/** Who makes a request, as the maker of the server knows it. */
export interface Identity {
  readonly userId: string;
  /** Default `local`. */
  readonly tenantId?: string;
  /** What their runs may spend, besides what the agent allows. Default: no limits. */
  readonly budget?: BudgetLimits;
  /** Whether they may see what is about all users. Default false. */
  readonly isOperator?: boolean;
}

/** What is known of a request before its body is read. */
export interface IdentityRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  /** Fires when the client has gone, and after `limits.requestTimeoutMs`. */
  readonly signal: AbortSignal;
}

/** Tells who makes a request; undefined for nobody that is known, who then gets 401. */
export type Identify = (request: IdentityRequest) => Identity | undefined | Promise<Identity | undefined>;

const id = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH)
  .refine((text) => text.isWellFormed(), "has a lone surrogate");

/** What `identify` has to give. */
export const identitySchema = z.strictObject({
  userId: id,
  tenantId: id.default(LOCAL_TENANT),
  budget: budgetLimitsSchema.optional(),
  isOperator: z.boolean().default(false),
} satisfies Record<keyof Identity, z.ZodType>);
