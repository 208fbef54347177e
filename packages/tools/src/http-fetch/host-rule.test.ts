import { expect, it } from "vitest";
import { allowsHost } from "./host-rule.ts";

it.each([
  ["example.com", "https://example.com/x", true],
  ["example.com", "https://EXAMPLE.com:443/", true],
  ["example.com:443", "https://example.com/", true],
  ["example.com:80", "http://example.com/", true],
  ["example.com:443", "http://example.com/", false],
  ["example.com", "https://example.com:8443/", false],
  ["example.com:8443", "https://example.com:8443/", true],
  ["example.com", "https://api.example.com/", false],
  ["*.example.com", "https://api.example.com/", true],
  ["*.example.com", "https://a.b.example.com/", true],
  ["*.example.com", "https://example.com/", false],
  ["*.example.com", "https://evilexample.com/", false],
  ["*.example.com", "https://api.example.com:8443/", false],
  ["*.example.com:8443", "https://api.example.com:8443/", true],
  ["*.example.com:8443", "https://api.example.com/", false],
  ["*.example.com:443", "https://api.example.com/", true],
  ["example.com", "https://example.com.evil.org/", false],
  ["example.com", "https://example.com@evil.org/", false],
])("the rule %s for %s: %s", (rule, url, isAllowed) => {
  expect(allowsHost(rule, new URL(url))).toBe(isAllowed);
});
