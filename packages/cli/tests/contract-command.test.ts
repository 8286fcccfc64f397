import { execFile } from "node:child_process";
import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");

type Ended = { readonly code: number; readonly output: string; readonly errors: string };

/** Runs `ashlar contract` in a folder of its own. */
const contract = (cwd: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, "contract", ...args], { cwd }, (error, output, errors) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors }),
    );
  });

const folder = () => mkdtempDisposableSync(join(tmpdir(), "contract-"));
const lockIn = (cwd: string) => join(cwd, "contract.lock.json");

/** Makes the committed contract another than today's, in the first place behind the procedure's name. */
function rewrite(cwd: string, procedure: string, from: string, to: string): void {
  const text = readFileSync(lockIn(cwd), "utf8");
  const at = text.indexOf(`"${procedure}": {`);
  expect(text.slice(at)).toContain(from);
  writeFileSync(lockIn(cwd), text.slice(0, at) + text.slice(at).replace(from, to));
}

it("passes once the contract is accepted, and fails with the hint before", async () => {
  using cwd = folder();
  const before = await contract(cwd.path, "check");
  expect(before).toMatchObject({ code: 1, errors: expect.stringContaining("pnpm contract accept") });
  expect(await contract(cwd.path, "accept")).toMatchObject({ code: 0 });
  expect(await contract(cwd.path, "check")).toMatchObject({ code: 0 });
  expect(await contract(cwd.path, "diff")).toMatchObject({
    code: 0,
    output: "Nothing changed for clients.\n",
  });
});

it("names procedure, field and reason of a breaking change, and refuses it until it is meant", async () => {
  using cwd = folder();
  await contract(cwd.path, "accept");
  rewrite(
    cwd.path,
    "auth.changePassword",
    `"currentPassword": { "maxLength": 1024`,
    `"currentPassword": { "maxLength": 2048`,
  );
  const locked = readFileSync(lockIn(cwd.path), "utf8");
  const check = await contract(cwd.path, "check");
  expect(check.code).toBe(1);
  expect(check.output).toContain("auth.changePassword  input.currentPassword: maxLength 2048 → 1024");
  expect(check.output).toContain("calls that were accepted are refused");
  expect(check.errors).toContain("1 breaking change, 0 compatible changes");

  expect(await contract(cwd.path, "accept")).toMatchObject({ code: 1 });
  expect(readFileSync(lockIn(cwd.path), "utf8")).toBe(locked);
  expect(await contract(cwd.path, "accept", "--breaking")).toMatchObject({ code: 0 });
  expect(await contract(cwd.path, "check")).toMatchObject({ code: 0 });
});

it("fails on an additive change until it is accepted", async () => {
  using cwd = folder();
  await contract(cwd.path, "accept");
  rewrite(
    cwd.path,
    "auth.changePassword",
    `"currentPassword": { "maxLength": 1024`,
    `"currentPassword": { "maxLength": 512`,
  );
  const check = await contract(cwd.path, "check");
  expect(check).toMatchObject({ code: 1, errors: expect.stringContaining("pnpm contract accept") });
  expect(await contract(cwd.path, "accept")).toMatchObject({ code: 0 });
  expect(await contract(cwd.path, "check")).toMatchObject({ code: 0 });
});

it("fails on a lock that is only written differently", async () => {
  using cwd = folder();
  await contract(cwd.path, "accept");
  writeFileSync(lockIn(cwd.path), JSON.stringify(JSON.parse(readFileSync(lockIn(cwd.path), "utf8"))));
  expect(await contract(cwd.path, "check")).toMatchObject({ code: 1, output: "" });
});

it("prints the changes as JSON for programs, and does not fail on them", async () => {
  using cwd = folder();
  await contract(cwd.path, "accept");
  rewrite(cwd.path, "auth.changePassword", `"route": "POST /auth/password"`, `"route": "PUT /auth/password"`);
  const diff = await contract(cwd.path, "diff", "--json");
  expect(diff.code).toBe(0);
  expect(JSON.parse(diff.output)).toMatchObject({
    isBreaking: true,
    changes: [{ procedure: "auth.changePassword", field: "route", isBreaking: true }],
  });
});

it("leaves a lock with conflict marks alone", async () => {
  using cwd = folder();
  writeFileSync(lockIn(cwd.path), "<<<<<<< ours\n");
  for (const command of ["check", "accept", "diff"]) {
    const ended = await contract(cwd.path, command);
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining("is not a contract lock") });
  }
  expect(readFileSync(lockIn(cwd.path), "utf8")).toBe("<<<<<<< ours\n");
});
