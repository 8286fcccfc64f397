/** Which way a value travels: a client sends an input and is answered with an output. */
export type Direction = "input" | "output";
