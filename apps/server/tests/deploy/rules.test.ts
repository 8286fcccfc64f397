import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { deployed, deployedFiles, deployFolder, repository } from "./deploy-folder.ts";

const folder = resolve(deployFolder, "observability");
const ruleFiles = deployedFiles("observability", ".rules.yaml");
const promtool = (...args: string[]) => spawnSync("promtool", args, { cwd: folder, encoding: "utf8" });
/** .ci/run brings promtool; a machine without it goes without these two tests. */
const isChecked = promtool("--version").status === 0 || process.env.CI !== undefined;

const Scraping = z.object({
  scrape_configs: z.tuple([z.looseObject({ kubernetes_sd_configs: z.unknown() })]),
});
const Discovered = z.array(z.object({ labels: z.record(z.string(), z.string()).nullable() }));

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          expr: z.string(),
          annotations: z.object({ summary: z.string(), runbook: z.string() }).optional(),
        }),
      ),
    }),
  ),
});

const alerts = ruleFiles
  .flatMap((file) => Rules.parse(parse(deployed(`observability/${file}`))).groups)
  .flatMap(({ rules }) => rules)
  .flatMap(({ alert, annotations }) => (alert === undefined ? [] : [{ alert, annotations }]));

test.skipIf(!isChecked)("promtool finds nothing wrong with the rules", () => {
  const { status, stdout, stderr } = promtool("check", "rules", "--lint-fatal", ...ruleFiles);
  expect([status, stderr], stdout).toEqual([0, ""]);
});

test.skipIf(!isChecked)(
  "every alert that the rules' own tests speak of fires when it should, and only then",
  () => {
    const { status, stdout, stderr } = promtool("test", "rules", "rules.test.yaml");
    expect(status, stdout + stderr).toBe(0);
  },
);

test.skipIf(!isChecked)(
  "in Kubernetes each process is scraped once, by its role and pod, and what has ended is not",
  () => {
    const pod = (address: string, port: string, component: string, phase: string) => ({
      targets: [address],
      labels: {
        __meta_kubernetes_pod_container_port_name: port,
        __meta_kubernetes_pod_label_app_kubernetes_io_component: component,
        __meta_kubernetes_pod_name: `${component}-1`,
        __meta_kubernetes_pod_phase: phase,
      },
    });
    // What the cluster would tell, told by hand.
    const scraping = Scraping.parse(parse(deployed("observability/prometheus.kubernetes.yaml")));
    const [{ kubernetes_sd_configs: _, ...job }] = scraping.scrape_configs;
    const static_configs = [
      pod("10.0.0.1:9464", "metrics", "api", "Running"),
      pod("10.0.0.1:3000", "http", "api", "Running"),
      pod("10.0.0.2:9464", "metrics", "worker", "Failed"),
    ];
    const temporary = mkdtempSync(join(tmpdir(), "ashlar-scrape-"));
    const path = join(temporary, "prometheus.yaml");
    writeFileSync(path, stringify({ scrape_configs: [{ ...job, static_configs }] }));
    const { stdout } = promtool("check", "service-discovery", "--timeout", "1s", path, "ashlar");
    rmSync(temporary, { recursive: true });
    const scraped = Discovered.parse(JSON.parse(stdout)).filter(
      ({ labels }) => labels?.instance !== undefined,
    );
    expect(scraped).toEqual([
      { labels: expect.objectContaining({ instance: "10.0.0.1:9464", job: "ashlar-api", pod: "api-1" }) },
    ]);
  },
);

test("every alert leads to a runbook that there is, and the runbook names it", () => {
  expect(alerts.length).toBeGreaterThan(15);
  for (const { alert, annotations } of alerts) {
    const path = resolve(repository, annotations?.runbook ?? "nowhere");
    expect(existsSync(path), `${alert} leads to ${annotations?.runbook}`).toBe(true);
  }
});
