import { setTimeout as wait } from "node:timers/promises";
import { safe } from "@ashlar/client";
import { uuidV7 } from "@ashlar/kernel";
import { isExcusable, type LoadContext } from "./load-context.ts";

/** Writes posts until the load is over; ids of those that were acknowledged go to `acknowledged`. */
export async function writePosts(
  context: LoadContext,
  acknowledged: Set<string>,
  { writers, pauseMs }: { readonly writers: number; readonly pauseMs: number },
): Promise<void> {
  const write = async (): Promise<void> => {
    while (!context.isOver()) {
      context.tally.sent();
      const [post, error] = await safe(
        context.anyBuyer().posts.create.mutate({ title: uuidV7(), body: "text" }),
      );
      if (post) acknowledged.add(post.id);
      else {
        const label = context.tally.failed(error);
        if (!isExcusable(label)) context.scandals.push(`a post was answered ${label}`);
      }
      await wait(context.random() * pauseMs);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}
