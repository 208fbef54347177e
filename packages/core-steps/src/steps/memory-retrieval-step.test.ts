import { memoryRetrievalStep } from "../index.ts";
import { stepStrategyContract } from "../testing/index.ts";

stepStrategyContract({
  strategy: memoryRetrievalStep,
  cases: {
    "an empty text, for which no memory is needed": {
      config: { query: "{topic}", as: "notes" },
      state: { topic: "" },
    },
    "all options": {
      config: { query: () => "", k: 5, filter: { source: "talk", page: 1 }, minScore: 0.5, as: "notes" },
    },
  },
  notJson: { query: "it can be a function" },
  skip: { stop: "a search of the memory stops with its run: bindVectors has the tests" },
});
