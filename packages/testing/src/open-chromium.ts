import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** True where `CI` is set; provided by the configuration of the tests. */
    readonly isCi: boolean;
  }
}

const executablePath = "/usr/bin/chromium";

/** Headless, with nothing that asks the network by itself. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Opens the system's Chromium; without one the test is skipped on a person's machine, and fails where `CI` is set.
 *
 * @param context - The running test's.
 */
export async function openChromium(context: { readonly skip: (note: string) => void }): Promise<Browser> {
  if (!existsSync(executablePath) && !inject("isCi")) {
    context.skip(`There is no Chromium at ${executablePath}; install it to look at pages.`);
  }
  return chromium.launch({ executablePath, args, timeout: 60_000 });
}
