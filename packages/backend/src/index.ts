export { seedDemoAccounts, seedUsers, users } from "@ashlar/identity";
export { seedPosts } from "@ashlar/posts";
export type { BackendConfig } from "./backend-config.ts";
export { type Backend, composeBackend } from "./compose.ts";
export { inProcessCaller } from "./in-process.ts";
export { seedDemo } from "./seed-demo.ts";
export { type Seed, seeds } from "./seeds.ts";
export { systemActor } from "./system-actor.ts";
