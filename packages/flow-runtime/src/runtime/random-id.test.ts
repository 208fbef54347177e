import { expect, test } from "vitest";
import { randomId } from "./random-id.ts";

test("an id is a random UUID of version 4", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (let index = 0; index < 1_000; index++) expect(randomId()).toMatch(form);
});

test("no id comes twice, also beyond one fetch of random bytes", () => {
  const ids = new Set(Array.from({ length: 10_000 }, randomId));
  expect(ids.size).toBe(10_000);
});

test("every digit that is free takes every value", () => {
  const ids = Array.from({ length: 2_000 }, randomId);
  for (const place of [0, 7, 9, 20, 24, 35])
    expect(new Set(ids.map((id) => id[place])).size, `digit ${place}`).toBe(16);
});
