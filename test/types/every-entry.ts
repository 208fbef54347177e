// Every entry that users can import; budget.test.ts compiles it with all that it reaches, and checks that none is missing.
import "@pergola/agent-server";
import "@pergola/builders";
import "@pergola/config";
import "@pergola/core";
import "@pergola/core-steps";
import "@pergola/core-steps/testing";
import "@pergola/core/testing";
import "@pergola/dashboard";
import "@pergola/llm-offline";
import "@pergola/llm-openai";
import "@pergola/llm-openai/chat-model";
import "@pergola/memory-duckdb";
import "@pergola/resources";
import "@pergola/resources/testing";
import "@pergola/tools";
import "@pergola/tools/testing";
