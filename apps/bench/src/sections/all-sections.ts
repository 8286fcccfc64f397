import { events } from "./events.ts";
import { greeting } from "./greeting.ts";
import { jobs } from "./jobs.ts";
import { limits } from "./limits.ts";
import { list } from "./list.ts";
import { observability } from "./observability.ts";
import { orders } from "./orders.ts";
import { overload } from "./overload.ts";
import { routing } from "./routing.ts";
import { row } from "./row.ts";
import type { Section } from "./section.ts";
import { signIns } from "./sign-ins.ts";
import { start } from "./start.ts";
import { streams } from "./streams.ts";
import { units } from "./units.ts";
import { wire } from "./wire.ts";

/** In the order in which they run. */
export const allSections: readonly Section[] = [
  greeting,
  routing,
  row,
  list,
  observability,
  orders,
  events,
  jobs,
  units,
  streams,
  overload,
  signIns,
  start,
  limits,
  wire,
];
