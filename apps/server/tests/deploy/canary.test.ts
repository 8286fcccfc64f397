import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { deployFolder } from "./deploy-folder.ts";

type Cluster = {
  /** What Prometheus answers to any query; null when it does not. */
  readonly ratio: string | null;
  /** A call of kubectl that fails: the beginning of its arguments after the namespace. */
  readonly failing?: string;
};

/** Runs the script against stand-ins for kubectl and curl. */
async function rolledOut({ ratio, failing = "nothing" }: Cluster) {
  const folder = await mkdtemp(join(tmpdir(), "ashlar-canary-"));
  const command = async (name: string, script: string): Promise<void> => {
    await writeFile(join(folder, name), `#!/usr/bin/env bash\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  };
  await command(
    "kubectl",
    `shift 2; echo "$*" >> ${folder}/calls; [[ $1 == apply ]] && cat > ${folder}/applied; [[ "$*" != "${failing}"* ]]`,
  );
  const asked = `echo "$*" >> ${folder}/queries`;
  const answer = ratio === null ? "exit 7" : `echo '{"data":{"result":[{"value":[1,"${ratio}"]}]}}'`;
  await command("curl", `${asked}; ${answer}`);
  const { status, stdout } = spawnSync(
    resolve(deployFolder, "canary.sh"),
    ["registry.example.org/ashlar:2"],
    {
      encoding: "utf8",
      input: "",
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        PROMETHEUS_URL: "http://prometheus:9090",
        CANARY_SECONDS: "2",
        CANARY_INTERVAL_SECONDS: "1",
      },
    },
  );
  const applied = await readFile(join(folder, "applied"), "utf8");
  const linesOf = async (name: string) =>
    (await readFile(join(folder, name), "utf8").catch(() => "")).trim().split("\n");
  const [calls, queries] = [await linesOf("calls"), await linesOf("queries")];
  await rm(folder, { recursive: true });
  return { status, stdout, calls, queries, applied };
}

test("puts a release everywhere when its canary does well, and takes the canary away", async () => {
  const { status, calls, applied } = await rolledOut({ ratio: "0.0004" });
  expect(status).toBe(0);
  expect(applied).toContain("image: registry.example.org/ashlar:2");
  expect(calls).toContain("set image deployment/worker worker=registry.example.org/ashlar:2");
  expect(calls).toContain("set image deployment/api api=registry.example.org/ashlar:2");
  expect(calls.at(-1)).toMatch(/^delete deployment api-canary/);
});

test("takes a canary back whose calls fail, and touches nothing else", async () => {
  const { status, stdout, calls } = await rolledOut({ ratio: "0.2" });
  expect([status, stdout]).toEqual([1, expect.stringContaining("share of faults is 0.2, above 0.01")]);
  expect(calls.some((call) => call.startsWith("set image"))).toBe(false);
  expect(calls.at(-1)).toMatch(/^delete deployment api-canary/);
});

test("takes a canary back that does not become ready", async () => {
  const { status, calls } = await rolledOut({ ratio: "0", failing: "rollout status deployment/api-canary" });
  expect(status).toBe(1);
  expect(calls.some((call) => call.startsWith("set image"))).toBe(false);
  expect(calls.at(-1)).toMatch(/^delete deployment api-canary/);
});

test("goes back to the former release when the rollout fails", async () => {
  const { status, calls } = await rolledOut({ ratio: "NaN", failing: "rollout status deployment/api " });
  expect(status).toBe(1);
  expect(calls).toContain("rollout undo deployment/worker");
  expect(calls).toContain("rollout undo deployment/api");
  expect(calls.at(-1)).toMatch(/^delete deployment api-canary/);
});

test("takes a canary back that nobody can judge", async () => {
  const { status, calls } = await rolledOut({ ratio: null });
  expect(status).toBe(1);
  expect(calls.some((call) => call.startsWith("set image"))).toBe(false);
  expect(calls.filter((call) => call.startsWith("delete deployment api-canary"))).toHaveLength(1);
});

test("takes the canary away and goes back when the cluster refuses the release", async () => {
  const { status, calls } = await rolledOut({ ratio: "0", failing: "set image deployment/api" });
  expect(status).toBe(1);
  expect(calls).toContain("rollout undo deployment/worker");
  expect(calls.at(-1)).toMatch(/^delete deployment api-canary/);
});

test("judges requests that never became a call, too", async () => {
  const { queries } = await rolledOut({ ratio: "0" });
  const [faults = ""] = queries;
  expect(faults).toContain("ashlar_http_refused_total{pod=~");
  expect(faults).toContain("ashlar_http_failed_total{pod=~");
});
