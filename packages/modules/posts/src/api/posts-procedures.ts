import { contract } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import { createPost } from "../application/create-post.ts";
import { getPost } from "../application/get-post.ts";
import { getPostBySlug } from "../application/get-post-by-slug.ts";
import { listPosts } from "../application/list-posts.ts";
import { listPostsOfUser } from "../application/list-posts-of-user.ts";
import type { PostsDeps } from "../application/ports.ts";
import { publishPost } from "../application/publish-post.ts";
import { removePost } from "../application/remove-post.ts";
import { updatePost } from "../application/update-post.ts";
import { toListView } from "./list-view.ts";

/** The posts of the contract, filled in; a read post already has the shape of the contract's `Post`. */
export const postsProcedures = (deps: PostsDeps) =>
  implement(contract.posts, {
    create: ({ actor, input }) => createPost(deps, actor, input),
    list: async ({ viewer, input }) => toListView(await listPosts(deps, viewer, input)),
    get: ({ viewer, input }) => getPost(deps, viewer, input),
    bySlug: ({ viewer, input }) => getPostBySlug(deps, viewer, input),
    update: ({ actor, input }) => updatePost(deps, actor, input),
    publish: ({ actor, input }) => publishPost(deps, actor, input),
    remove: ({ actor, input }) => removePost(deps, actor, input),
    byUser: async ({ viewer, input }) => toListView(await listPostsOfUser(deps, viewer, input)),
  });
