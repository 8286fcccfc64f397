export { type ExplainedStatement, explainedStatement } from "./explained-statement.ts";
export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { openChromium } from "./open-chromium.ts";
export { piecesOf, shopViolations } from "./shop-violations.ts";
export { type StreamingPair, startStreamingPair } from "./streaming-pair.ts";
export { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";
export { type TestDatabase, testDatabase } from "./test-database.ts";
