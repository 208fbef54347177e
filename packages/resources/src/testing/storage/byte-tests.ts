import { expect, it } from "vitest";
import { pathsOf, piecesOf, scopeOf, textAt } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

export function byteTests({ create, reopen }: StorageSubject): void {
  const ada = scopeOf();

  it("gives back the bytes that were written, text as UTF-8", async () => {
    await using storage = await create();
    await storage.write(ada, "notes/é.md", "é");
    await storage.write(ada, "data.txt", new Uint8Array([0, 255]));
    await storage.write(ada, "empty.txt", "");
    expect(await storage.read(ada, "notes/é.md")).toEqual(new Uint8Array([0xc3, 0xa9]));
    expect(await storage.read(ada, "data.txt")).toEqual(new Uint8Array([0, 255]));
    expect(await storage.read(ada, "empty.txt")).toEqual(new Uint8Array());
  });

  it("is not touched by later changes to what was handed in or out", async () => {
    await using storage = await create();
    const data = new Uint8Array([1]);
    const written = storage.write(ada, "a.txt", data);
    data[0] = 2;
    await written;
    (await storage.read(ada, "a.txt"))[0] = 3;
    expect(await storage.read(ada, "a.txt")).toEqual(new Uint8Array([1]));
  });

  it("refuses what is neither bytes nor text, at once or in pieces, and keeps what was there", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "kept");
    const refused = expect.objectContaining({ code: "FILE_CONTENT_INVALID", hint: expect.any(String) });
    for (const data of [
      undefined,
      null,
      5,
      { a: 1 },
      [1, 2],
      new Uint16Array([1]),
      new ArrayBuffer(2),
    ] as never[]) {
      await expect(storage.write(ada, "a.txt", data)).rejects.toEqual(refused);
      await expect(storage.writeStream(ada, "a.txt", piecesOf("1", data))).rejects.toEqual(refused);
    }
    for (const source of [undefined, "text", ["text"], { next: 1 }] as never[])
      await expect(storage.writeStream(ada, "a.txt", source)).rejects.toEqual(refused);
    expect(await textAt(storage, ada, "a.txt")).toBe("kept");
    await storage.write(ada, "a.txt", Buffer.from("a buffer"));
    expect(await textAt(storage, ada, "a.txt")).toBe("a buffer");
  });

  it("writes over a file as a whole, also with less", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "a long text");
    await storage.write(ada, "a.txt", "short");
    expect(await textAt(storage, ada, "a.txt")).toBe("short");
    expect(await storage.list(ada)).toHaveLength(1);
  });

  it("says size and time of a file, and that there is none", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "é");
    const file = await storage.stat(ada, "a.txt");
    expect(file).toEqual({ path: "a.txt", bytes: 2, modifiedAt: expect.any(Number) });
    expect(Number.isInteger(file?.modifiedAt)).toBe(true);
    expect(await storage.stat(ada, "b.txt")).toBeUndefined();
    expect(await storage.stat(ada, "a.txt/b.txt")).toBeUndefined();
  });

  it("deletes once, and says what is not there", async () => {
    await using storage = await create();
    await storage.write(ada, "a/b/c.txt", "1");
    expect([await storage.delete(ada, "a/b/c.txt"), await storage.delete(ada, "a/b/c.txt")]).toEqual([
      true,
      false,
    ]);
    expect(await storage.stat(ada, "a/b/c.txt")).toBeUndefined();
    expect(await storage.list(ada)).toEqual([]);
    await expect(storage.read(ada, "a/b/c.txt")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  it("takes names for different that differ in anything", async () => {
    await using storage = await create();
    const names = [
      "a",
      "A",
      "é",
      "e\u0301",
      "k",
      "K",
      "\u212a",
      "ı",
      "i",
      "I",
      "ß",
      "ss",
      "ﬁ",
      "fi",
      "文",
      "a b",
    ];
    const paths = [
      ...names.map((name) => `${name}.txt`),
      ...[
        "a.txt/b.txt",
        "a/b.txt",
        "A/b.txt",
        "a.TXT",
        "%41.txt",
        "100%.txt",
        "#?.txt",
        "x.~.txt",
        "wait….txt",
      ],
    ];
    for (const path of paths) await storage.write(ada, path, path);
    expect(pathsOf(await storage.list(ada))).toEqual([...paths].sort());
    for (const path of paths) expect(await textAt(storage, ada, path)).toBe(path);
    for (const path of paths) expect(await storage.delete(ada, path)).toBe(true);
    expect(await storage.list(ada)).toEqual([]);
  }, 60_000);

  it("lets the last of many writers win, never a mix", async () => {
    await using storage = await create();
    const texts = Array.from({ length: 20 }, (_, index) => `${index};`.repeat(20_000 + index));
    const reads: Promise<string>[] = [];
    await storage.write(ada, "a.txt", texts[0] ?? "");
    const writes = texts.map((text) => storage.write(ada, "a.txt", text));
    for (let read = 0; read < 20; read++) reads.push(textAt(storage, ada, "a.txt"));
    await Promise.all(writes);
    for (const read of await Promise.all(reads)) expect(texts.includes(read)).toBe(true);
    expect(texts).toContain(await textAt(storage, ada, "a.txt"));
    await storage.write(ada, "a.txt", "the last");
    expect(await textAt(storage, ada, "a.txt")).toBe("the last");
  }, 60_000);

  it("has what was acknowledged when it is opened again", async () => {
    const storage = await create();
    await storage.write(ada, "a/B.txt", "kept");
    if (reopen === undefined) return storage.close();
    await using again = await reopen(storage);
    expect(await textAt(again, ada, "a/B.txt")).toBe("kept");
    expect(pathsOf(await again.list(ada))).toEqual(["a/B.txt"]);
  });
}
