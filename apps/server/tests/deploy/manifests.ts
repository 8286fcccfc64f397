import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { deployed, deployedFiles } from "./deploy-folder.ts";

const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({}).optional(),
});

export type Manifest = z.output<typeof Manifest>;

const folders = ["kubernetes", "kubernetes/canary"];

/** The objects of one file. */
export const manifestsIn = (path: string): Manifest[] =>
  parseAllDocuments(deployed(path)).map((document) => Manifest.parse(document.toJS()));

/** Every object of the Kubernetes manifests, as written. */
const manifests: readonly Manifest[] = folders.flatMap((folder) =>
  deployedFiles(folder, ".yaml").flatMap((file) => manifestsIn(`${folder}/${file}`)),
);

/** Kustomize's own file is no object of the cluster. */
export const clusterObjects = manifests.filter(({ apiVersion }) => !apiVersion.startsWith("kustomize."));
