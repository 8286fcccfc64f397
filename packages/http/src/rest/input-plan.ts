import type { AnyEntry } from "@ashlar/contracts";
import { coreOf, type JsonReader, jsonReaderOf, type TextReader, textReaderOf } from "@ashlar/rpc";
import type { z } from "zod";

/** Where a field of the input travels. */
export type FieldPlace = "path" | "query" | "body";

export type InputField = {
  readonly name: string;
  readonly place: FieldPlace;
  readonly schema: z.core.$ZodType;
  readonly isRequired: boolean;
  readonly read: TextReader;
};

/** How a request becomes the input of a procedure; computed once per entry. */
export type InputPlan = {
  /** In the order of the schema; empty when the procedure takes no input. */
  readonly fields: ReadonlyMap<string, InputField>;
  /** Path parameters in the order of the route. */
  readonly pathFields: readonly InputField[];
  /** False for GET and DELETE: their fields travel in the query string, and a body is not read. */
  readonly takesBody: boolean;
  readonly hasInput: boolean;
  /** A stream also takes `lastEventId` from the query string, which is a fact of the request and no input. */
  readonly isStream: boolean;
  readonly readJson: JsonReader | undefined;
};

/**
 * Reads an entry's route and schema: parameters of the path, then the query string or the body for the rest.
 *
 * A secret never has to stand in an address: what POST, PUT and PATCH take beside the path is in the body alone.
 *
 * @throws TypeError for an input that is no object, or a path parameter that is no field of it.
 */
export function inputPlan(path: string, { route, input, kind }: AnyEntry): InputPlan {
  const [verb = "", template = ""] = route.split(" ");
  const takesBody = verb !== "GET" && verb !== "DELETE";
  const { def } = coreOf(input)._zod;
  const hasInput = def.type !== "void" && def.type !== "undefined";
  if (hasInput && def.type !== "object") throw new TypeError(`The input of ${path} is not an object.`);
  const shape = def.type === "object" ? def.shape : {};
  const inPath = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const fields = new Map(
    Object.entries(shape).map(([name, schema]) => {
      const place: FieldPlace = inPath.includes(name) ? "path" : takesBody ? "body" : "query";
      const isRequired = place === "path" || schema._zod.optin === undefined;
      return [name, { name, place, schema, isRequired, read: textReaderOf(schema) }];
    }),
  );
  const pathFields = inPath.map((name) => {
    const field = fields.get(name);
    if (field === undefined)
      throw new TypeError(`{${name}} of ${route} is no field of the input of ${path}.`);
    return field;
  });
  const readJson = takesBody ? jsonReaderOf(input) : undefined;
  return { fields, pathFields, takesBody, hasInput, isStream: kind === "subscription", readJson };
}
