import type { PergolaError, Usage } from "@pergola/core";
import { toldUsage } from "./told-usage.ts";

/** What a failed call has cost: providers put it into `details.usage` when their vendor said so before the failure. */
export const usageOfError = ({ details }: PergolaError): Usage | undefined => toldUsage(details.usage);
