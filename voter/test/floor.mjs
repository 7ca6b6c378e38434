// The floor under the bundle: what Chrome 74 and Safari 14.1 have of the built-in things that the bundle uses. Anything
// else is taken away before the bundle is loaded (here) and refused by name (check.mjs), so that a newer method is noticed
// on a newer engine. "Name" lists what the constructor or namespace has, "Name#" its prototype.
const OBJECT_BASICS = "constructor toString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString __proto__";
const FLOOR = {
  "Object": "assign create defineProperty entries freeze getOwnPropertyDescriptor getPrototypeOf keys",
  "Object#": OBJECT_BASICS,
  "Function": "",
  "Function#": "apply bind call constructor toString",
  "Array": "from isArray of",
  "Array#":
    "concat constructor every fill filter find findIndex flat flatMap forEach includes indexOf join map pop push reduce " +
    "reduceRight slice some sort splice values",
  "String": "fromCharCode",
  "String#": "charAt charCodeAt constructor includes indexOf padStart repeat replace slice startsWith toString",
  "Number": "isInteger isNaN isSafeInteger MAX_SAFE_INTEGER",
  "Number#": "constructor toString valueOf",
  "BigInt": "asUintN",
  "BigInt#": "constructor toString valueOf",
  "Boolean": "",
  "Boolean#": "constructor toString valueOf",
  "Symbol": "iterator replace",
  "Symbol#": "constructor toString valueOf description",
  "RegExp": "",
  "RegExp#": "constructor exec flags global lastIndex source sticky test unicode",
  "Math": "abs ceil floor max min pow",
  "Error": "",
  "Error#": "constructor message name toString",
  "TypeError": "",
  "TypeError#": "constructor message name",
  "RangeError": "",
  "RangeError#": "constructor message name",
  "SyntaxError": "",
  "SyntaxError#": "constructor message name",
  "ArrayBuffer": "isView",
  "ArrayBuffer#": "byteLength constructor slice",
  "DataView": "",
  "DataView#": "buffer byteLength byteOffset constructor getUint32 setUint32",
  "TypedArray": "from of",
  "TypedArray#": "buffer byteLength byteOffset constructor every fill length map reverse set slice subarray",
  "Uint8Array": "BYTES_PER_ELEMENT",
  "Uint8Array#": "BYTES_PER_ELEMENT constructor",
  "Uint32Array": "BYTES_PER_ELEMENT",
  "Uint32Array#": "BYTES_PER_ELEMENT constructor",
  "WeakMap": "",
  "WeakMap#": "constructor delete get has set",
};
// Globals that are plain values or functions; the last six are those of a worker.
const GLOBALS = "globalThis undefined NaN Infinity isNaN parseInt TextEncoder btoa crypto onmessage postMessage self".split(" ");
// Every constructor has these.
const ALWAYS = ["length", "name", "prototype"];

const names = (list) => list.split(" ").filter(Boolean);

// All names of built-in things that the bundle may use.
export const allowedNames = new Set([...Object.values(FLOOR).flatMap(names), ...ALWAYS, ...GLOBALS, "encode", "getRandomValues", "data"]);

// All globals that the bundle may use.
export const allowedGlobals = new Set([...Object.keys(FLOOR).filter((name) => !name.endsWith("#")), ...GLOBALS]);

// What the page uses beside it, of browsers and of the language, all of it in Chrome 74 and Safari 14.1.
export const pageGlobals = new Set([
  ...allowedGlobals,
  ..."BigInt Promise Map Set Infinity Date JSON document window location history navigator fetch Worker AbortController setTimeout clearTimeout setInterval clearInterval decodeURIComponent String Number Array".split(" "),
]);
export const pageNames = new Set([
  ...allowedNames,
  ...(
    "abort addEventListener add all append aria body catch clear clearInterval clz32 contains data delete detail entries event finally fetch get getItem " +
    "hash head headers height href json keys last lastIndexOf left match matches name next now of ok onLine origin parse pathname pop preventDefault " +
    "problem race random reason reject remove removeEventListener removeItem report resolve returnValue round search set setItem shift signal size splice " +
    "split status state store stringify target terminate text then title toISOString toggle trim unshift userAgent value values width"
  ).split(" "),
]);
// Names that only newer browsers know, of things that Node does not have.
export const pageNewer = (
  "replaceChildren showModal requestSubmit inert checkVisibility randomUUID allSettled any replaceAll at hasOwn findLast structuredClone timeout scrollend moveBefore toggleAttribute " +
  "hasPointerCapture showPopover attachInternals getAnimations toSorted toReversed with groupBy"
).split(" ");

// Takes away everything else from the built-in things of a realm. Runs inside of it: `realm` is its global object.
export function takeAwayNewer(realm) {
  const Typed = Object.getPrototypeOf(realm.Uint8Array);
  const kept = (thing, list) => {
    for (const [name, { configurable }] of Object.entries(Object.getOwnPropertyDescriptors(thing))) {
      // What cannot be taken away are constants that were always there.
      if (configurable && !list.includes(name)) delete thing[name];
    }
  };
  for (const [name, list] of Object.entries(FLOOR)) {
    const owner = name.replace("#", ""), thing = owner === "TypedArray" ? Typed : realm[owner];
    kept(name.endsWith("#") ? thing.prototype : thing, [...names(list), ...ALWAYS]);
  }
  kept(realm, [...allowedGlobals]);
}
