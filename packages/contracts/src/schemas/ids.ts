import { z } from "zod";

/** UUID version 7 made by the service; any RFC 9562 UUID is accepted, in lower or upper case. */
export const Id = z.uuid().toLowerCase();
