import { z } from "zod";
import { defineError } from "./define-error.ts";
import { mutation } from "./mutation.ts";
import { query } from "./query.ts";
import { subscription } from "./subscription.ts";

const summary = "Tries the declaration.";
const output = z.object({ id: z.string() });

// An entry without an access rule does not compile, whatever its kind.
// @ts-expect-error: access is missing
query("GET /things", { summary, output });
// @ts-expect-error: access is missing
mutation("POST /things", { summary, output, idempotency: "none" });
// @ts-expect-error: access is missing
subscription("GET /things/changes", { summary, output });

// @ts-expect-error: no such permission
query("GET /things", { summary, output, access: "things:read" });
// @ts-expect-error: an owner rule names a permission beside it
query("GET /things", { summary, output, access: "owner" });
query("GET /things", { summary, output, access: "owner or users:read" });

// @ts-expect-error: a read is a GET
query("POST /things", { summary, output, access: "public" });
// @ts-expect-error: a stream is a GET
subscription("POST /things", { summary, output, access: "public" });
// @ts-expect-error: a read answers something
query("GET /things", { summary, access: "public" });
// @ts-expect-error: how a change may be repeated is part of its declaration
mutation("POST /things", { summary, output, access: "public" });
// @ts-expect-error: a sentence says what it does
query("GET /things", { output, access: "public" });

// @ts-expect-error: 418 is no status of the service
defineError("TEAPOT", 418, "It is a teapot.", z.object({}));
