import type { Priority } from "./define-job.ts";

/** How priorities stand in the table: lower is sooner. */
export const priorityNumber: Readonly<Record<Priority, number>> = { high: 1, normal: 2, low: 3 };
