import { getRequest, trpcPath } from "../load/http-request.ts";
import { interleaved } from "../load/interleaved.ts";
import { startAshlar } from "../load/start-ashlar.ts";
import { startRawNode } from "../load/start-raw-node.ts";
import type { Section } from "./section.ts";

const statement = `select p.id, p.author_id, p.title, p.slug, p.body, p.status, p.published_at, p.created_at, p.updated_at, u.id as user_id, u.name
  from posts p join users u on u.id = p.author_id where p.status = 'published' order by p.created_at desc, p.id desc limit 51`;

export const list: Section = {
  name: "list",
  summary: "a list of 50 posts with authors, tRPC and REST, against raw Node and the same SQL",
  run: async ({ rounds, databases }) => {
    const url = await databases.filled();
    const ashlar = await startAshlar("Ashlar, tRPC", { url });
    const raw = await startRawNode(statement, [], url);
    const table = await interleaved({
      title: "A list of 50 posts with authors (floor: raw Node)",
      candidates: [
        ...raw.map((one) => ({ ...one, request: getRequest("/") })),
        { ...ashlar, request: getRequest(trpcPath("posts.list", { limit: 50, include: ["author"] })) },
        { ...ashlar, name: "Ashlar, REST", request: getRequest("/api/v1/posts?limit=50&include=author") },
      ],
      rounds,
    });
    await Promise.all([...raw, ashlar].map(({ stop }) => stop()));
    return table;
  },
};
