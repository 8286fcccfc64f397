import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { brokenFrom } from "./openapi-fuzz/broken-requests.ts";
import { type AnswerJudge, answerJudge } from "./openapi-fuzz/documented-answer.ts";
import { type FuzzedServer, fuzzedServer } from "./openapi-fuzz/fuzzed-server.ts";
import { type OpenApi, readOpenApi } from "./openapi-fuzz/open-api.ts";
import { requestsOf } from "./openapi-fuzz/requests-of.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Requests of each kind, for each operation; `pnpm test:fuzz` sends many more. */
    readonly fuzzRuns: number;
  }
}

const numRuns = inject("fuzzRuns");

/** Operations that need a secret which only a mailbox or a device holds, or that wrong guesses close: chance may not get in. */
const beyondChance = new Set([
  "auth.resetPassword",
  "auth.verifyEmail",
  "auth.confirmEmailChange",
  "auth.reauthenticate",
  "auth.secondFactor.confirm",
  "auth.secondFactor.replaceRecoveryCodes",
  "auth.passkeys.register",
  "auth.passkeys.login",
]);

let server: FuzzedServer;
let api: OpenApi;
let judge: AnswerJudge;
beforeAll(async () => {
  server = await fuzzedServer();
  api = readOpenApi(server.document);
  judge = answerJudge(api);
}, 120_000);
afterAll(() => server?.[Symbol.asyncDispose]());

test("answers every allowed and every broken request as the document says, and never with a 500", {
  timeout: 600_000,
}, async () => {
  expect(api.operations.length).toBeGreaterThan(20);
  const neverSucceeded: string[] = [];
  for (const operation of api.operations) {
    const scene = await server.sceneFor(operation);
    const requests = requestsOf(api, operation, scene);
    const state = { succeeded: 0 };
    const allowed = fc.asyncProperty(requests, async (request) => {
      const answer = await server.send(operation, request);
      expect([answer, judge(operation, answer)]).toEqual([answer, []]);
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 300) state.succeeded += 1;
    });
    // Where luck is needed, until one succeeds.
    for (let round = 0; round < 8 && (round === 0 || state.succeeded === 0); round += 1) {
      await fc.assert(allowed, { numRuns });
      if (beyondChance.has(operation.operationId)) break;
    }
    if (state.succeeded === 0 && !beyondChance.has(operation.operationId))
      neverSucceeded.push(operation.operationId);

    const broken = fc.asyncProperty(
      brokenFrom(operation, requests),
      async ({ request, fault, isSurelyWrong }) => {
        const answer = await server.send(operation, request);
        expect([fault, answer, judge(operation, answer)]).toEqual([fault, answer, []]);
        expect(answer.status).toBeLessThan(500);
        if (isSurelyWrong) expect([fault, answer.status >= 400]).toEqual([fault, true]);
      },
    );
    await fc.assert(broken, { numRuns });
  }
  // An operation that never succeeds has shown little: give it in `scene.ts` what it needs.
  expect(neverSucceeded).toEqual([]);
  expect(server.bugs).toEqual([]);
});
