import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { repository } from "./deploy-folder.ts";
import { clusterObjects, type Manifest, manifestsIn } from "./manifests.ts";

const folder = resolve(repository, "apps/server");

/** Type-checks objects against the API of Kubernetes: excess and missing fields, types, and enumerations. */
function complaints(objects: readonly Manifest[]): string {
  const temporary = mkdtempSync(join(folder, "tests/deploy/.types-"));
  const lines = objects.map((object, index) => {
    const type = `import("kubernetes-types/${moduleOf(object.apiVersion)}").${object.kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify(object)};`;
  });
  try {
    writeFileSync(join(temporary, "objects.ts"), lines.join("\n"));
    const compile = ["--noEmit", "--strict", "--skipLibCheck", "--ignoreConfig", "--module", "preserve"];
    const tsc = resolve(repository, "node_modules/.bin/tsc");
    const { stdout, stderr, status } = spawnSync(tsc, [...compile, "objects.ts"], {
      cwd: temporary,
      encoding: "utf8",
    });
    return status === 0 ? "" : stdout + stderr;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** `networking.k8s.io/v1` is `networking/v1` there, and the core API `core/v1`. */
const moduleOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? apiVersion.replace(/\..*\//, "/") : `core/${apiVersion}`;

const Container = z.looseObject({
  image: z.string(),
  securityContext: z.looseObject({}),
  resources: z.looseObject({ limits: z.looseObject({}), requests: z.looseObject({}) }),
});
const Workload = z.looseObject({
  kind: z.enum(["Deployment", "Job"]),
  metadata: z.looseObject({ name: z.string().optional() }),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        automountServiceAccountToken: z.boolean(),
        securityContext: z.looseObject({}),
        terminationGracePeriodSeconds: z.number().optional(),
        containers: z.array(Container),
      }),
    }),
  }),
});
const Named = z.object({ name: z.string() });
const Migration = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        serviceAccountName: z.string(),
        containers: z.array(
          z.object({
            envFrom: z.array(z.object({ configMapRef: Named.optional(), secretRef: Named.optional() })),
          }),
        ),
      }),
    }),
  }),
});
const workloads = clusterObjects.flatMap((object) => {
  const parsed = Workload.safeParse(object);
  return parsed.success ? [parsed.data] : [];
});

test("every manifest is an object that Kubernetes knows, without a misspelt field", () => {
  expect(clusterObjects.length).toBeGreaterThan(14);
  expect(complaints(clusterObjects)).toBe("");
  const [api] = clusterObjects.filter(({ kind }) => kind === "Deployment");
  expect(complaints([{ ...api, kind: "Deployment", apiVersion: "apps/v1", sepc: {} }])).toContain("sepc");
}, 60_000);

test("no process runs as root, can write to its image or gain a privilege, and each is bounded", () => {
  expect(workloads.map(({ kind }) => kind).sort()).toEqual(["Deployment", "Deployment", "Deployment", "Job"]);
  for (const { spec } of workloads) {
    const pod = spec.template.spec;
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    for (const container of pod.containers) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container.resources.limits).toHaveProperty("memory");
    }
  }
});

test("a pod has time to drain: longer than the pause before it, its grace and its jobs", () => {
  for (const { kind, spec } of workloads) {
    if (kind === "Deployment")
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(5 + 20 + 10);
  }
});

test("the first migration finds the account, the configuration and the secret that it runs with", () => {
  const guide = readFileSync(resolve(repository, "docs/deployment.md"), "utf8");
  const [before = "", after = ""] = guide.split("migrate.yaml |");
  expect(after).toContain("kubectl apply --kustomize .");
  const applied = [...before.matchAll(/--filename (\S+\.yaml)/g)].flatMap(([, file]) =>
    manifestsIn(`kubernetes/${file}`),
  );
  const there = new Set(applied.map(({ kind, metadata }) => `${kind} ${String(metadata?.name)}`));
  for (const [, name] of before.matchAll(/create secret generic (\S+)/g)) there.add(`Secret ${name}`);
  const [job] = manifestsIn("kubernetes/migrate.yaml");
  const { serviceAccountName, containers } = Migration.parse(job).spec.template.spec;
  const sources = containers.flatMap(({ envFrom }) => envFrom);
  const needed = [
    `ServiceAccount ${serviceAccountName}`,
    ...sources.flatMap(({ configMapRef }) => (configMapRef ? [`ConfigMap ${configMapRef.name}`] : [])),
    ...sources.flatMap(({ secretRef }) => (secretRef ? [`Secret ${secretRef.name}`] : [])),
  ];
  expect(needed).toHaveLength(3);
  expect(needed.filter((one) => !there.has(one))).toEqual([]);
});

test("no secret stands in a manifest", () => {
  expect(clusterObjects.filter(({ kind }) => kind === "Secret")).toEqual([]);
  expect(JSON.stringify(clusterObjects)).not.toMatch(/postgres:\/\/|password|PRIVATE KEY/i);
});
