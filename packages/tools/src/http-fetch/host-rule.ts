/** Whether a rule names a host: `api.example.com`, `localhost:8080`, or `*.example.com` for all below it; without a port the usual ones. */
export function allowsHost(rule: string, { hostname, host, protocol }: URL): boolean {
  const wanted = rule.toLowerCase();
  // A URL leaves out the usual port of its protocol.
  const usual = protocol === "https:" ? "443" : "80";
  const names = host === hostname ? [host, `${host}:${usual}`] : [host];
  const isBelow = (name: string) => name.endsWith(wanted.slice(1)) && name.length >= wanted.length;
  return wanted.startsWith("*.") ? names.some(isBelow) : names.includes(wanted);
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
