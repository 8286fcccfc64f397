import type { z } from "zod";
import { openEnum } from "./open-enum.ts";

const Colour = openEnum(["red", "blue"]);
type Colour = z.output<typeof Colour>;

/** Members that a later release adds are expected: a `switch` over the known ones is not exhaustive. */
export function known(colour: Colour): string {
  switch (colour) {
    case "red":
    case "blue":
      return "known";
    default: {
      // @ts-expect-error there are others
      const none: never = colour;
      return none;
    }
  }
}

// A later release's member is a value of the type.
export const later: Colour = "green";
// @ts-expect-error a known member is needed where only known ones count
export const narrow: "red" | "blue" = later as Colour;
