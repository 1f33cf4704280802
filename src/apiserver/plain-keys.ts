// What clients write is kept in plain JavaScript objects, and all their keys are data. One key means something by itself: what is
// put at `__proto__` is lost, and its fields seem to be the object's own. Without the accessor behind it, which the language keeps
// for old scripts of browsers, it is a key as any other. Node does the same with --disable-proto=delete, Deno always.

Reflect.deleteProperty(Object.prototype, '__proto__');

export {};
