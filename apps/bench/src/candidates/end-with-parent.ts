/** Loaded before every process of the bench: it ends when the bench does, however that ended. */
process.on("disconnect", () => process.exit());
