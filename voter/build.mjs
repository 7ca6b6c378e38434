// Makes the bundles in dist, byte for byte the same everywhere: `npm ci && npm run build`. A folder as argument gets them instead.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

// Name and version of a bundled package, and its licence in full, as that asks for.
function bundled(name) {
  const folder = dirname(require.resolve(`${name}/utils.js`));
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name: `${name} ${version}`, licence: readFileSync(join(folder, "LICENSE"), "utf8").trim() };
}

const packages = ["@noble/curves", "@noble/hashes"].map(bundled);
const licences = new Set(packages.map(({ licence }) => licence));
if (licences.size !== 1) throw new Error("the packages have different licences: print each");

const banner = `/*!
The voter of Sanmin, Apache-2.0. Made by voter/build.mjs from voter/src; not minified, so that it can be read.
It contains ${packages.map(({ name }) => name).join(" and ")}:

${[...licences][0]}
*/`;

const pageBanner = "/*! The ballot page of Sanmin, Apache-2.0. Made by voter/build.mjs from voter/page; not minified, so that it can be read. */";
const folder = process.argv[2] || "dist";

for (const [entry, name, text] of [["src/worker.js", "voter.js", banner], ["page/main.js", "page.js", pageBanner], ["page/desk.js", "desk.js", pageBanner], ["page/qr-entry.js", "qr.js", pageBanner]]) {
  await build({
    absWorkingDir: here,
    entryPoints: [entry],
    outfile: join(folder, name),
    bundle: true,
    format: "iife",
    charset: "utf8",
    target: ["chrome74", "safari14.1"],
    legalComments: "none",
    banner: { js: text },
  });
}
