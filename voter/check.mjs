// Reads the bundles in dist by a parser, and page/ballot.css by patterns, and refuses what Chrome 74 or Safari 14.1 lacks:
// syntax, and built-in things by name. A folder as argument is looked at instead of dist. `npm ci` must have been run.
import { readFileSync } from "node:fs";
import { parse } from "acorn";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allowedGlobals, allowedNames, pageGlobals, pageNames, pageNewer } from "./test/floor.mjs";

// ES2019 and, of what came later, BigInt literals and public class fields; the rest up to ES2022 is refused below.
const ECMA_VERSION = 2022;
const NEWER_NODES = ["ChainExpression", "ImportExpression", "MetaProperty", "PrivateIdentifier", "StaticBlock"];
const NEWER_OPERATORS = ["??", "??=", "||=", "&&="];
const NEWER_PATTERN = /\(\?<[=!]/;
// Names of our own and of @noble that some built-in thing has too, and the one that src/shim.js adds.
const OWN_NAMES = "E add digest equals escape hasOwn sqrt sub take text type view".split(" ");

// Each of these must be refused, or this check is worth nothing.
const MUST_FAIL = [
  "a = 1", "var a = structuredClone(1)", "[].at(0)", "''['replaceAll']('', '')", "var { any } = Promise", "new WeakRef({})",
  "new BigUint64Array(1)", "new DataView(1).setBigUint64(0, 0n)", "var a = self?.name", "var a = self ?? 1", "var a; a ||= 1",
  "class A { #b }", "class A { static { self() } }", "var a = 1_000", "var a = 1_0n", "/(?<=a)b/", "/a/d", "/\\p{L}/v", "import('a')",
  "async function a() { for await (var b of self) ; }",
];

// Everything that this engine has built in: the names of globals' members and of their prototypes' members.
const builtIn = new Set();
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const thing = globalThis[name];
  if (thing === globalThis || (typeof thing !== "function" && typeof thing !== "object")) continue;
  for (let holder of [thing, thing && thing.prototype]) {
    for (; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
      Object.getOwnPropertyNames(holder).forEach((key) => builtIn.add(key));
    }
  }
}

// What is wrong with a script, each with its place.
function faultsOf(source, names, globals, newer) {
  let tree;
  try {
    tree = parse(source, { ecmaVersion: ECMA_VERSION, sourceType: "script", locations: true });
  } catch (error) {
    return [error.message];
  }
  const faults = [], declared = new Set(["arguments"]), used = [];
  const fault = (node, what) => faults.push(`${node.loc.start.line}:${node.loc.start.column}: ${what}`);

  function declare(pattern) {
    if (!pattern) return;
    if (pattern.type === "Identifier") declared.add(pattern.name);
    else if (pattern.type === "ObjectPattern") pattern.properties.forEach((property) => declare(property.value || property.argument));
    else if (pattern.type === "ArrayPattern") pattern.elements.forEach(declare);
    else declare(pattern.left || pattern.argument);
  }

  function member(node, name) {
    if (newer.includes(name) || (builtIn.has(name) && !names.has(name) && !OWN_NAMES.includes(name))) fault(node, `.${name} is not under the floor`);
  }

  function look(node) {
    if (NEWER_NODES.includes(node.type)) fault(node, `${node.type} is newer`);
    if (NEWER_OPERATORS.includes(node.operator)) fault(node, `${node.operator} is newer`);
    if (node.await) fault(node, "for await has no floor");
    if (node.regex && (/[dv]/.test(node.regex.flags) || NEWER_PATTERN.test(node.regex.pattern))) fault(node, `${node.raw} is newer`);
    if (node.type === "Literal" && /^[0-9].*_/.test(node.raw)) fault(node, `${node.raw} is newer`);
    if (node.type === "VariableDeclarator") declare(node.id);
    if (node.params) [...node.params, node.id].forEach(declare);
    if (node.superClass !== undefined) declare(node.id);
    if (node.type === "CatchClause") declare(node.param);
    if (node.type === "MemberExpression") member(node.property, node.computed ? node.property.value : node.property.name);
    if (node.type === "ObjectPattern") node.properties.forEach(({ key, computed }) => key && !computed && member(key, key.name));
  }

  function walk(node, parent, field) {
    if (Array.isArray(node)) return node.forEach((item) => walk(item, parent, field));
    if (!node || typeof node.type !== "string") return;
    look(node);
    // The name of a member stands for no variable.
    const isName = ["property", "key"].includes(field) && !parent.computed;
    if (node.type === "Identifier" && !isName) used.push(node);
    for (const [name, child] of Object.entries(node)) walk(child, node, name);
  }

  walk(tree);
  for (const node of used) {
    if (!declared.has(node.name) && !globals.has(node.name)) fault(node, `${node.name} is not under the floor`);
  }
  return faults;
}

// What styles must not hold, and what shows that this is seen.
const NEWER_STYLE = [
  [/(^|[^-])\bgap\s*:/, "a { gap: 1px }"], [/\binset\s*:/, "a { inset: 0 }"], [/aspect-ratio/, "a { aspect-ratio: 1 }"], [/:(has|is|where|focus-visible)\b/, "a:has(b) {}"],
  [/\b(min|max|clamp)\(/, "a { width: min(1px, 2px) }"], [/@(layer|container|property|supports)/, "@layer a;"], [/\d(dvh|svh|lvh|cqw)/, "a { height: 1dvh }"],
  [/color-mix|accent-color|(^|\s)&/, "a { & b {} }"], [/\b(margin|padding)-(inline|block)/, "a { margin-inline: 0 }"],
];
const stylesOf = (source) => NEWER_STYLE.filter(([pattern]) => pattern.test(source.replace(/\/\*[^]*?\*\//g, ""))).map(([pattern]) => `${pattern} is newer`);

const folder = process.argv[2] || fileURLToPath(new URL("dist", import.meta.url)), read = (name) => readFileSync(join(folder, name), "utf8");
const worker = [allowedNames, allowedGlobals, []], page = [pageNames, pageGlobals, pageNewer];
const PAGE_MUST_FAIL = ["document.body.replaceChildren()", "AbortSignal.timeout(1)", "crypto.randomUUID()", "Promise.allSettled([])", "indexedDB.open('a')", "[].at(0)"];
const missed = [
  ...MUST_FAIL.filter((source) => faultsOf(source, ...worker).length === 0),
  ...[...MUST_FAIL, ...PAGE_MUST_FAIL].filter((source) => faultsOf(source, ...page).length === 0),
  ...NEWER_STYLE.filter(([, source]) => stylesOf(source).length === 0).map(([, source]) => source),
];
const faults = [
  ...faultsOf(read("voter.js"), ...worker).map((line) => `voter.js ${line}`),
  ...["page.js", "desk.js", "qr.js"].flatMap((name) => faultsOf(read(name), ...page).map((line) => `${name} ${line}`)),
  ...stylesOf(readFileSync(new URL("page/ballot.css", import.meta.url), "utf8")).map((line) => `ballot.css ${line}`),
];
for (const source of missed) console.error(`the check does not see what is wrong with: ${source}`);
for (const line of faults) console.error(line);
if (missed.length || faults.length) process.exit(1);
console.log("nothing newer than Chrome 74 and Safari 14.1");
