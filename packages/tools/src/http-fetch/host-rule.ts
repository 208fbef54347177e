/** Whether a rule names a host: `api.example.com`, `localhost:8080`, or `*.example.com` for all below it. */
export function allowsHost(rule: string, { hostname, host, protocol }: URL): boolean {
  const wanted = rule.toLowerCase();
  if (wanted.startsWith("*.")) return hostname.endsWith(wanted.slice(1)) && hostname.length >= wanted.length;
  // A URL leaves out the usual port of its protocol.
  const usual = protocol === "https:" ? "443" : "80";
  return wanted === host || (host === hostname && wanted === `${host}:${usual}`);
}

/** What is wrong with a rule; undefined when nothing is. */
export function hostRuleProblem(rule: unknown): string | undefined {
  if (typeof rule !== "string") return `${String(rule)} is no text`;
  const host = rule.replace(/^\*\./, "");
  const url = URL.parse(`http://${host}/`);
  const isHost =
    url !== null && url.username === "" && url.pathname === "/" && url.search === "" && !host.includes("/");
  if (!isHost || host.includes("*")) return `"${rule}" is no host`;
  if (rule.startsWith("*.") && !host.includes("."))
    return `"${rule}" would let a whole top-level domain through`;
  return undefined;
}
