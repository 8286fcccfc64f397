export { createPostsModule } from "./create-posts-module.ts";
export { seedDemoPosts } from "./infrastructure/seed/seed-demo-posts.ts";
export { seedPosts } from "./infrastructure/seed/seed-posts.ts";
