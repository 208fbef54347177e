import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { HumanMessage } from "@langchain/core/messages";
import { silentLogger } from "@pergola/core";
import { createProviderRegistry, type ProviderFactory } from "@pergola/resources";
import { startVendorServer } from "@pergola/resources/testing";
import { describe, expect, it } from "vitest";
import { addFiles, tempProject } from "../temp-project.test-helper.ts";
import { langChainPackages } from "./langchain-packages.ts";

/** This package, which has @langchain/groq and @langchain/openai. */
const HERE = import.meta.dirname;

const context = { env: {}, logger: silentLogger };
const find = (name: string, from: string) =>
  createProviderRegistry([], { sources: [langChainPackages({ from })] }).find("llm", name);
/** What a model was made of; LangChain's classes keep it. */
const fieldsOf = async (factory: ProviderFactory<"llm">, config: object, env = {}) =>
  (await factory.create(config, { ...context, env })) as unknown as Readonly<Record<string, unknown>>;

/** A package in the shape of LangChain's, with a class that keeps what it was given. */
function fakePackage(root: string, name: string, className: string) {
  addFiles(root, {
    [`node_modules/@langchain/${name}/package.json`]: {
      name: `@langchain/${name}`,
      type: "module",
      exports: { ".": { require: "./gone.cjs", import: { types: "./x.d.ts", default: "./dist/index.js" } } },
    },
    [`node_modules/@langchain/${name}/dist/index.js`]: `
export class ${className} { constructor(fields) { this.fields = fields; } invoke() {} }
export class ChatNothing {}
export const ${className}Tools = {};`,
  });
}

describe("langChainPackages", () => {
  it("answers through a real package of LangChain", async () => {
    await using server = await startVendorServer({ replies: ["Hello from Groq."] });
    const groq = await find("groq", HERE);
    const model = await groq.create(
      {
        model: "llama",
        apiKey: "fake",
        baseUrl: server.baseURL.replace(/\/v1\/?$/, ""),
        maxTokens: 7,
        temperature: 0,
      },
      context,
    );
    const { content } = await model.invoke([new HumanMessage("Hi")]);
    expect(content).toBe("Hello from Groq.");
    expect(server.requests.map(({ body }) => body)).toMatchObject([
      { model: "llama", max_completion_tokens: 7, temperature: 0 },
    ]);
    expect(model.constructor.name).toBe("ChatGroq");
  });

  it("makes the very class that the program imports itself", async () => {
    const [{ ChatOpenAI }, { ChatGroq }] = [
      await import("@langchain/openai"),
      await import("@langchain/groq"),
    ];
    const openai = await (await find("openai", HERE)).create(
      { model: "gpt-5-mini", apiKey: "fake" },
      context,
    );
    const groq = await (await find("groq", HERE)).create({ model: "llama", apiKey: "fake" }, context);
    expect([openai instanceof ChatOpenAI, groq instanceof ChatGroq]).toEqual([true, true]);
  });

  it("names what is installed, and loads nothing for that", async () => {
    expect(await langChainPackages({ from: HERE }).names("llm")).toEqual(["groq", "openai"]);
    expect(await langChainPackages({ from: HERE }).names("memory")).toEqual([]);
    const root = tempProject();
    fakePackage(root, "mistralai", "ChatMistralAI");
    addFiles(root, { "node_modules/@langchain/mistralai/dist/index.js": "throw new Error('ran')" });
    expect(await langChainPackages({ from: join(root, "src/deep") }).names("llm")).toEqual([
      "mistral",
      "mistralai",
    ]);
  });

  it.each([
    ["anthropic", "anthropic", "ChatAnthropic", "maxTokens"],
    ["mistral", "mistralai", "ChatMistralAI", "maxTokens"],
    ["google-genai", "google-genai", "ChatGoogleGenerativeAI", "maxOutputTokens"],
    ["ollama", "ollama", "ChatOllama", "numPredict"],
    ["newcomer", "newcomer", "ChatNewcomer", "maxTokens"],
  ])("gives %s the fields that its class has", async (name, packageName, className, maxTokensOption) => {
    const root = tempProject();
    fakePackage(root, packageName, className);
    const config = { model: "m", apiKey: "k", temperature: 0.5, maxTokens: 9, topK: 3 };
    const model = await fieldsOf(await find(name, root), config);
    expect(model.constructor.name).toBe(className);
    expect(model.fields).toEqual({
      maxRetries: 0,
      model: "m",
      apiKey: "k",
      temperature: 0.5,
      topK: 3,
      [maxTokensOption]: 9,
    });
  });

  it("takes the key from the vendor's variable, and says which when there is none", async () => {
    const root = tempProject();
    fakePackage(root, "anthropic", "ChatAnthropic");
    const factory = await find("anthropic", root);
    expect(factory.validateConfig?.({}, { env: {} })).toEqual([
      {
        path: ["apiKey"],
        message: "There is no key.",
        hint: "Set ANTHROPIC_API_KEY, or apiKey in the config.",
      },
    ]);
    const env = { ANTHROPIC_API_KEY: "from-env" };
    expect(factory.validateConfig?.({}, { env })).toEqual([]);
    expect((await fieldsOf(factory, {}, env)).fields).toEqual({ maxRetries: 0, apiKey: "from-env" });
    expect((await fieldsOf(factory, { apiKey: "own", maxRetries: 2 }, env)).fields).toEqual({
      maxRetries: 2,
      apiKey: "own",
    });
  });

  it("says what to install", async () => {
    await expect(find("anthropic", tempProject())).rejects.toMatchObject({
      code: "LANGCHAIN_PACKAGE_MISSING",
      hint: "Run: npm install @langchain/anthropic @langchain/core",
    });
    await expect(find("openai", tempProject())).rejects.toMatchObject({
      code: "PROVIDER_NOT_FOUND",
      hint: expect.stringContaining("npm install @pergola/llm-openai"),
    });
    await expect(find("grok", HERE)).rejects.toMatchObject({
      code: "PROVIDER_NOT_FOUND",
      hint: expect.stringContaining('Did you mean "groq"?'),
    });
  });

  it.each(["core", "../evil", "a/b", "", "__proto__", "@langchain/groq"])(
    "finds nothing behind the name %j",
    async (name) => {
      await expect(find(name, HERE)).rejects.toMatchObject({ code: "PROVIDER_NOT_FOUND" });
    },
  );

  it("keeps what an installed package throws, and what it lacks", async () => {
    const root = tempProject();
    fakePackage(root, "anthropic", "ChatAnthropic");
    fakePackage(root, "groq", "ChatGroq");
    fakePackage(root, "cohere", "ChatElse");
    addFiles(root, {
      "node_modules/@langchain/anthropic/dist/index.js": "throw new Error('Boom.')",
      "node_modules/@langchain/groq/dist/index.js": "import 'groq-sdk'",
    });
    const making = async (name: string) => (await find(name, root)).create({}, context);
    await expect(making("anthropic")).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      cause: { message: "Boom." },
    });
    await expect(making("groq")).rejects.toMatchObject({
      code: "PLUGIN_DEPENDENCY_MISSING",
      hint: "Run: npm install groq-sdk",
    });
    await expect(making("cohere")).rejects.toMatchObject({
      code: "PLUGIN_BAD_EXPORT",
      message: expect.stringContaining("it has ChatElse"),
    });
  });

  it("resolves what pnpm links to the copy that Node would take", async () => {
    const root = tempProject();
    mkdirSync(join(root, "app/node_modules/@langchain"), { recursive: true });
    symlinkSync(
      realpathSync(join(HERE, "../../node_modules/@langchain/groq")),
      join(root, "app/node_modules/@langchain/groq"),
    );
    const { ChatGroq } = await import("@langchain/groq");
    const model = await (await find("groq", join(root, "app"))).create({ model: "m", apiKey: "k" }, context);
    expect(model).toBeInstanceOf(ChatGroq);
  });
});
