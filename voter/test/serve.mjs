// Answers messages from standard input, one a line, by the bundle. `"new"` starts a new worker.
import { createInterface } from "node:readline";
import { loadVoter } from "./bundle.mjs";

let voter = loadVoter();
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message === "new") voter = loadVoter();
  process.stdout.write(JSON.stringify(message === "new" ? message : voter(message)) + "\n");
}
