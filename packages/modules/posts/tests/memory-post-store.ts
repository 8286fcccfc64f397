import { decodeCursor, encodeCursor, offsetOf, toPage } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import type { PostList, PostReader, PostWriter, ReadPost } from "../src/application/ports.ts";
import type { Post } from "../src/domain/post.ts";
import { SlugTaken } from "../src/domain/slug-taken.ts";
import type { PostStore } from "./post-store.ts";

/** Keeps posts in memory; units of work run one after the other. Passes the contract suite of the ports. */
export function memoryPostStore(): PostStore {
  const names = new Map<string, string>();
  let posts = new Map<string, Post>();
  let last: Promise<unknown> = Promise.resolve();

  const withAuthor = (post: Post): ReadPost => ({
    ...post,
    author: { id: post.authorId, name: names.get(post.authorId) ?? "" },
  });
  const reader: PostReader = {
    find: async (postId) => {
      const post = posts.get(postId);
      return post ? withAuthor(post) : null;
    },
    list: async (list) => {
      const { sort, order, cursor, limit } = list;
      const name = `memory.${sort}.${order}`;
      const skipped = offsetOf(list);
      const after = cursor === undefined ? undefined : decodeCursor(name, cursor, () => true);
      const matching = [...posts.values()].filter((post) => matches(list, post)).sort(compared(list));
      const rest = after ? matching.filter((post) => isAfter(list, post, after)) : matching.slice(skipped);
      const rows = rest.slice(0, limit + 1).map((post) => (list.withAuthor ? withAuthor(post) : post));
      const cursorOf = (row: ReadPost) => encodeCursor(name, { value: sortValue(list, row), id: row.id });
      return toPage(rows, list, cursorOf, matching.length);
    },
  };
  return {
    reader,
    transact: (work) => {
      const run = async () => {
        const draft = new Map(posts);
        const result = await work({ posts: memoryPostWriter(draft) });
        posts = draft;
        return result;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    addUser: async (name) => {
      const id = uuidV7();
      names.set(id, name);
      return id;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function memoryPostWriter(posts: Map<string, Post>): PostWriter {
  const put = async (post: Post): Promise<void> => {
    for (const other of posts.values()) {
      if (other.slug === post.slug && other.id !== post.id) throw new SlugTaken();
    }
    posts.set(post.id, post);
  };
  return {
    lock: async (postId) => posts.get(postId) ?? null,
    insert: put,
    save: put,
    remove: async (postId) => {
      posts.delete(postId);
    },
  };
}

const matches = ({ groups, words }: PostList, post: Post): boolean =>
  groups.some(
    ({ status, authorId }) => post.status === status && (authorId === null || post.authorId === authorId),
  ) &&
  (words ?? "")
    .split(" ")
    .every((word) => `${post.title} ${post.body}`.toLowerCase().includes(word.toLowerCase()));

/** ISO times compare as text, and every digit is less than `infinity`. */
const sortValue = ({ sort }: PostList, post: Post): string => post[sort]?.toISOString() ?? "infinity";

const compared = (list: PostList) => (left: Post, right: Post) => {
  const ascending = comparison([sortValue(list, left), left.id], [sortValue(list, right), right.id]);
  return list.order === "asc" ? ascending : -ascending;
};

function isAfter(list: PostList, post: Post, key: { value: string; id: string }): boolean {
  const ascending = comparison([sortValue(list, post), post.id], [key.value, key.id]);
  return list.order === "asc" ? ascending > 0 : ascending < 0;
}

function comparison([value, id]: [string, string], [otherValue, otherId]: [string, string]): number {
  if (value !== otherValue) return value < otherValue ? -1 : 1;
  if (id === otherId) return 0;
  return id < otherId ? -1 : 1;
}
