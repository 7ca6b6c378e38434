// Verifies archives with npm sirona, all in one process, and prints a line of JSON for each: what it found, or why not.
// Usage: node sirona.mjs NODE_MODULES FILE…
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'from-here.js'));
const { readAsFile } = require('sirona/dist/Archive');
const { default: check } = require('sirona/dist/check');

for (const file of files) {
    let line;
    try {
        const { ballots, result } = await check(await readAsFile(file));
        line = { ballots: ballots.length, result: result?.result };
    } catch (error) {
        line = { refused: String(error?.message ?? error) };
    }
    console.log(JSON.stringify(line));
}
