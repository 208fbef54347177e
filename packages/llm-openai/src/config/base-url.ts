/** The parsed URL, or undefined when it is none that a request can go to. */
export function parseBaseURL(baseURL: string): URL | undefined {
  const url = URL.parse(baseURL);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url : undefined;
}

/** Whether the server is on this machine, so that no key is needed to reach it. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** Host and port, the port also when it is the scheme's own. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}

/** Where chat requests go: the path gets `/chat/completions`, a query such as `api-version=…` stays. */
export function chatURL(baseURL: URL): string {
  const url = new URL(baseURL);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/chat/completions`;
  url.hash = "";
  return url.href;
}
