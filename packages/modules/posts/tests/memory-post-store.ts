import { uuidV7 } from "@ashlar/kernel";
import { memoryPage, memoryRows } from "@ashlar/testing";
import type { PostList, PostReader, PostWriter, ReadPost } from "../src/application/ports.ts";
import type { Post } from "../src/domain/post.ts";
import { SlugTaken } from "../src/domain/slug-taken.ts";
import type { PostStore } from "./post-store.ts";

/** Keeps posts in memory. Passes the contract suite of the ports. */
export function memoryPostStore(): PostStore {
  const names = new Map<string, string>();
  const posts = memoryRows<Post>();
  const withAuthor = (post: Post): ReadPost => ({
    ...post,
    author: { id: post.authorId, name: names.get(post.authorId) ?? "" },
  });
  const reader: PostReader = {
    find: async (postId) => {
      const post = posts.find(postId);
      return post ? withAuthor(post) : null;
    },
    findBySlug: async (slug) => {
      const post = posts.all().find((one) => one.slug === slug);
      return post ? withAuthor(post) : null;
    },
    list: async (list) => {
      const matching = posts.all().filter((post) => matches(list, post));
      const { items, page } = memoryPage(matching, list, (post) => sortValue(list, post));
      return { items: list.withAuthor ? items.map(withAuthor) : items, page };
    },
  };
  return {
    reader,
    transact: (work) => posts.transact((draft) => work({ posts: memoryPostWriter(draft) })),
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
