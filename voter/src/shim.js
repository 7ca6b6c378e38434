// What @noble calls and browsers of 2019 lack. Must be imported first.
if (!Object.hasOwn) {
  const own = Object.prototype.hasOwnProperty;
  Object.defineProperty(Object, "hasOwn", { value: (object, name) => own.call(object, name), configurable: true, writable: true });
}
