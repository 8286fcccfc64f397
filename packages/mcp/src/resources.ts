import { product } from "@ashlar/kernel";
import { type CallContext, failureOf } from "@ashlar/rpc";
import type { Tool } from "./tool.ts";

/** Things that agents may read by address: what a `get` tool takes an `id` for. */
export type Resources = {
  readonly templates: readonly ResourceTemplate[];
  /** @returns null when no address of this kind exists, or the caller may not read the thing. */
  readonly read: (uri: string, context: CallContext) => Promise<string | null>;
};

type ResourceTemplate = {
  readonly uriTemplate: string;
  readonly name: string;
  readonly title: string;
  readonly mimeType: string;
};

const scheme = `${product.id}:`;
const address = new RegExp(`^${scheme}//([a-zA-Z]+)/([^/?#]+)$`);

/** `posts.get` makes `ashlar://posts/{id}`. */
export function resourcesOf(tools: ReadonlyMap<string, Tool>): Resources {
  const readers = [...tools.values()].filter(({ procedure: { path } }) => /^[a-zA-Z]+\.get$/.test(path));
  return {
    templates: readers.map(({ procedure, shown }) => ({
      uriTemplate: `${scheme}//${folderOf(procedure.path)}/{id}`,
      name: folderOf(procedure.path),
      title: shown.title,
      mimeType: "application/json",
    })),
    read: async (uri, context) => {
      const [, folder, id] = address.exec(uri) ?? [];
      const reader = readers.find(({ procedure }) => folderOf(procedure.path) === folder);
      if (reader === undefined || id === undefined) return null;
      const { call, entry } = reader.procedure;
      try {
        return JSON.stringify(await call(context, { id }));
      } catch (error) {
        const { status } = failureOf(error, entry);
        if (status >= 500 || status === 429) throw error;
        return null;
      }
    },
  };
}

const folderOf = (path: string): string => path.slice(0, path.indexOf("."));
