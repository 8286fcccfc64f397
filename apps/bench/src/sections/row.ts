import { getRequest, trpcPath } from "../load/http-request.ts";
import { interleaved } from "../load/interleaved.ts";
import { signedIn } from "../load/signed-in.ts";
import { startAshlar } from "../load/start-ashlar.ts";
import { startRawNode } from "../load/start-raw-node.ts";
import type { Section } from "./section.ts";

const statement = "select id, email, name, roles, status, created_at, updated_at from users where id = $1";

export const row: Section = {
  name: "row",
  summary: "a session-authenticated read of one row, tRPC and REST, against raw Node and the same SQL",
  run: async ({ rounds, databases }) => {
    const url = await databases.filled();
    const ashlar = await startAshlar("Ashlar, tRPC", { url });
    const { userId, headers } = await signedIn(ashlar);
    const raw = await startRawNode(statement, [userId], url);
    const table = await interleaved({
      title: "A session-authenticated read of one row (floor: raw Node, no session)",
      candidates: [
        ...raw.map((one) => ({ ...one, request: getRequest("/") })),
        { ...ashlar, request: getRequest(trpcPath("users.get", { id: userId }), headers) },
        { ...ashlar, name: "Ashlar, REST", request: getRequest(`/api/v1/users/${userId}`, headers) },
      ],
      rounds,
    });
    await Promise.all([...raw, ashlar].map(({ stop }) => stop()));
    return table;
  },
};
