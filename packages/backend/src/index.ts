export { type Backend, type BackendConfig, composeBackend } from "./compose.ts";
export { inProcessCaller } from "./in-process.ts";
export { seedDemo } from "./seed-demo.ts";
export { systemActor } from "./system-actor.ts";
