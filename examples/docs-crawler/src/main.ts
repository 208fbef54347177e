// Reads the Markdown of this repository's docs folder. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { join } from "node:path";
import { createCrawler } from "./crawler.ts";

const crawler = createCrawler();
const report = await crawler.call(join(import.meta.dirname, "../../../docs"), { timeoutMs: 60_000 });
await crawler.stop();
assert.ok(report !== undefined && report.files > 5 && report.chunks >= report.files && report.words > 1_000);
console.log(`${report.files} files, ${report.chunks} chunks, ${report.words} words`);
console.log(report.top.map(([word, count]) => `${word} ${count}`).join(", "));
console.log("docs-crawler: ok");
