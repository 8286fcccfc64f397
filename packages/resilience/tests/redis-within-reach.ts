import { connect } from "node:net";

/** Where the tests look for a Redis. */
export const redisPort = 6_379;

/** Whether a Redis listens on this machine; its tests are skipped where there is none. */
export const redisWithinReach = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(redisPort, "127.0.0.1");
    const answer = (isThere: boolean) => (): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(500, answer(false)).once("connect", answer(true)).once("error", answer(false));
  });
