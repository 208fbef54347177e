import type { LookupFunction } from "node:net";
import { expect, it } from "vitest";
import { publicLookup } from "./public-lookup.ts";

const answering = (...addresses: string[]): LookupFunction =>
  publicLookup((_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    ),
  );
const ask = (lookup: LookupFunction, all: boolean) =>
  new Promise((resolve) => lookup("name.example", { all }, (error, found) => resolve(error ?? found)));

it("gives the addresses of the public internet, one or all", async () => {
  const lookup = answering("93.184.216.34", "2606:2800:220:1::1");
  expect(await ask(lookup, false)).toBe("93.184.216.34");
  expect(await ask(lookup, true)).toHaveLength(2);
});

it.each([
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.53",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "::ffff:10.0.0.1",
  "fc00::1",
  "fe80::1",
  "ff02::1",
  "64:ff9b::a00:1",
  "2002:a00:1::",
  "2001:db8::1",
])("refuses a name that has %s among its addresses", async (address) => {
  for (const all of [true, false])
    expect(await ask(answering("93.184.216.34", address), all)).toMatchObject({
      code: "HTTP_ADDRESS_PRIVATE",
    });
});

it("passes on that a name is not known", async () => {
  const error = new Error("ENOTFOUND");
  const lookup = publicLookup((_host, _options, callback) => callback(error, "", 0));
  expect(await ask(lookup, true)).toBe(error);
});
