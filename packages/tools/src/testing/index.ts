export { type ToolContractOptions, type ToolExample, toolContract } from "./tool-contract.ts";
