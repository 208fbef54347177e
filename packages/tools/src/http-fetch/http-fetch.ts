import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import { toolErrors } from "../errors.ts";
import type { Tool } from "../tool.ts";
import type { FetchedText } from "./fetched-text.ts";
import { hostRuleProblem } from "./host-rule.ts";

export interface HttpFetchOptions extends Pick<Tool, "retry" | "concurrency"> {
  /** Hosts that may be asked, redirects included: `api.example.com`, `example.com:8443`, `*.example.com`. Default: none. */
  readonly allowHosts?: readonly string[];
  /** Such hosts that may also lie in a private network or on this machine: `localhost:8080`. Default: none. */
  readonly allowPrivateHosts?: readonly string[];
  /** Most of an answer that is read, in bytes. Default 500 000. */
  readonly maxBytes?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** For the whole exchange, redirects included. Default 15 000. */
  readonly timeoutMs?: number;
}

/** The schema of {@link httpFetch}'s arguments. */
type HttpFetchInput = z.ZodObject<{ url: z.ZodString }>;

/**
 * A tool that fetches text by GET, from listed hosts alone: no redirect leads off the list, and no host into a private
 * network unless it is listed for that.
 *
 * @throws TOOL_INVALID when no host may be asked, or a rule names none
 */
export function httpFetch(options: HttpFetchOptions): Tool<HttpFetchInput, FetchedText> {
  const { allowHosts = [], allowPrivateHosts = [], maxBytes = 500_000, maxRedirects = 5 } = options;
  const { timeoutMs = 15_000, retry, concurrency } = options;
  const hosts = [...allowHosts, ...allowPrivateHosts];
  checkOptions(hosts, { maxBytes, maxRedirects });
  const rules = { allowHosts, allowPrivateHosts, maxBytes, maxRedirects };
  return defineTool({
    name: "http_fetch",
    description: `Fetches a page or data as text from one of these hosts: ${hosts.join(", ")}.`,
    input: z.object({
      url: z.string().min(1).max(2_000).describe("The whole address, for example https://example.com/page"),
    }),
    timeoutMs,
    retry,
    concurrency,
    async execute({ url }, { signal }): Promise<FetchedText> {
      const { fetchText } = await import("./fetch-text.ts");
      return fetchText(url, rules, { signal });
    },
  });
}

function checkOptions(
  hosts: readonly string[],
  numbers: { readonly maxBytes: number; readonly maxRedirects: number },
) {
  const problems = hosts.map(hostRuleProblem).filter((problem) => problem !== undefined);
  if (hosts.length === 0) problems.push("no host may be asked");
  if (!(Number.isInteger(numbers.maxBytes) && numbers.maxBytes >= 1))
    problems.push(`maxBytes is ${numbers.maxBytes}`);
  if (!(Number.isInteger(numbers.maxRedirects) && numbers.maxRedirects >= 0))
    problems.push(`maxRedirects is ${numbers.maxRedirects}`);
  if (problems.length === 0) return;
  throw toolErrors.create("TOOL_INVALID", {
    message: `The options of http_fetch are not usable: ${problems.join("; ")}.`,
    hint: 'Name hosts in allowHosts: "api.example.com", "example.com:8443" or "*.example.com"; numbers are integers.',
    details: { problems },
  });
}
