import { QueryClient, useMutation, useQuery } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { expectTypeOf } from "vitest";
import type { AppRouter, Client, Failure } from "./index.ts";

declare const client: Client;
const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient: new QueryClient() });

/** What TanStack Query gives back knows the data and the declared outcomes of the procedure. */
export function usePost(id: string): string {
  const post = useQuery(api.posts.get.queryOptions({ id }));
  const failure = post.error?.data?.failure;
  expectTypeOf(post.data?.createdAt).toEqualTypeOf<Date | undefined>();
  expectTypeOf(failure).toEqualTypeOf<Failure<Client["posts"]["get"]> | undefined>();

  const login = useMutation(
    api.auth.login.mutationOptions({
      onError: (error) => {
        expectTypeOf(error.data?.failure).toEqualTypeOf<Failure<Client["auth"]["login"]> | undefined>();
      },
    }),
  );
  login.mutate({ email: "a@example.test", password: "secret" });
  // @ts-expect-error: the input is checked here too
  login.mutate({ email: "a@example.test" });
  // @ts-expect-error: posts.get does not declare this outcome
  return failure?.code === "INVALID_CREDENTIALS" ? "" : (post.data?.title ?? "");
}
