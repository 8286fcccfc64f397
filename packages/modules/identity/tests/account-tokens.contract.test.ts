import { uuidV7 } from "@ashlar/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountToken, type TokenPurpose } from "../src/accounts/account-token.ts";
import { openedAccount, type User } from "../src/accounts/user.ts";
import type { IdentityStore } from "./identity-store.ts";
import { memoryIdentityStore } from "./memory-identity-store.ts";
import { postgresIdentityStore } from "./postgres-identity-store.ts";

const at = new Date("2026-01-01T00:00:00.000Z");
const later = new Date("2026-01-01T01:00:00.000Z");

describe.each([
  ["memory", async (): Promise<IdentityStore> => memoryIdentityStore()],
  ["PostgreSQL", postgresIdentityStore],
])("mailed tokens on %s", (_, open) => {
  let store: IdentityStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const add = async (email: string): Promise<User> => {
    const user = openedAccount({ id: uuidV7(), email, name: "Contract" }, at);
    await store.transact(({ users }) => users.add(user, null));
    return user;
  };
  const issue = ({ id, email }: User, purpose: TokenPurpose = "verify-email") =>
    store.transact(({ accountTokens }) =>
      accountTokens.issue(accountToken(purpose, { userId: id, email }, at)),
    );
  const redeem = (token: string, purpose: TokenPurpose = "verify-email", when = at) =>
    store.transact(({ accountTokens }) => accountTokens.redeem(purpose, token, when));

  it("redeems a token once, for its purpose alone", async () => {
    const user = await add("once@example.com");
    const token = await issue(user);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await redeem(token, "reset-password")).toBeNull();
    const expected = { userId: user.id, purpose: "verify-email", email: user.email };
    expect(await store.accountTokens.find("verify-email", token, at)).toMatchObject(expected);
    expect(await redeem(token)).toMatchObject(expected);
    expect(await redeem(token)).toBeNull();
    expect(await store.accountTokens.find("verify-email", token, at)).toBeNull();
  });

  it("refuses what has expired and what was never made", async () => {
    const token = await issue(await add("late@example.com"));
    expect(await store.accountTokens.find("verify-email", token, later)).toBeNull();
    expect(await redeem(token, "verify-email", later)).toBeNull();
    expect(await redeem("never made")).toBeNull();
  });

  it("uses up the other tokens of a user for the purpose, and no other user's or purpose's", async () => {
    const user = await add("several@example.com");
    const other = await add("other@example.com");
    const [first, second, reset, foreign] = [
      await issue(user),
      await issue(user),
      await issue(user, "reset-password"),
      await issue(other),
    ];
    expect(await redeem(second)).not.toBeNull();
    expect(await redeem(first)).toBeNull();
    expect(await redeem(reset, "reset-password")).not.toBeNull();
    expect(await redeem(foreign)).not.toBeNull();
  });

  it("keeps a token that a failed unit of work has used", async () => {
    const token = await issue(await add("rolled-back@example.com"));
    const failing = store.transact(async ({ accountTokens }) => {
      await accountTokens.redeem("verify-email", token, at);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await redeem(token)).not.toBeNull();
  });

  it("keeps five tokens of a user and purpose", async () => {
    const user = await add("many@example.com");
    const tokens: string[] = [];
    for (let count = 0; count < 7; count += 1) tokens.push(await issue(user));
    const found = await Promise.all(
      tokens.map((token) => store.accountTokens.find("verify-email", token, at)),
    );
    expect(found.filter((one) => one !== null)).toHaveLength(5);
  });

  it("makes all of a user's tokens worthless at once", async () => {
    const user = await add("discarded@example.com");
    const [first, second] = [await issue(user), await issue(user, "change-email")];
    await store.transact(({ accountTokens }) => accountTokens.discardAll(user.id));
    expect(await redeem(first)).toBeNull();
    expect(await redeem(second, "change-email")).toBeNull();
  });
});
