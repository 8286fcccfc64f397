/** What the start-up check has seen. */
export type DatabaseFacts = {
  /** As `server_version_num`, such as 150004. */
  readonly version: number;
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  readonly replicationRole: string;
  /** What the session has of what it asked for, by name in lower case. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether statements of one session ran in another. */
  readonly sharesSessions: boolean;
  readonly hearsNotifications: boolean;
  readonly role: string;
  /** Privileges that the role lacks, such as `INSERT on orders`. */
  readonly lacks: readonly string[];
};

const oldest = 15;

/**
 * Names what keeps the product from working on a database, in sentences that say what to do.
 *
 * @param asked - The settings that the session asked for; timeouts in milliseconds.
 */
export function databaseProblems(facts: DatabaseFacts, asked: Readonly<Record<string, string>>): string[] {
  const ignored = Object.entries(asked).filter(([name, value]) => facts.settings[name] !== value);
  const problems: (readonly [isSo: boolean, sentence: string])[] = [
    [
      facts.version < oldest * 10_000,
      `it is PostgreSQL ${Math.floor(facts.version / 10_000)}; ${oldest} is the oldest that works: upgrade it`,
    ],
    [
      facts.encoding !== "UTF8",
      `its encoding is ${facts.encoding}, which cannot hold every text: create a database with \`encoding 'UTF8' template template0\` and move the data there`,
    ],
    [facts.isStandby, "it is a standby: promote it, or give the URL of the primary"],
    [
      !facts.isStandby && facts.isReadOnly,
      "it is closed for writing: make room on its disk if the provider closed it, then reset default_transaction_read_only of the database, the role and the server",
    ],
    [
      facts.replicationRole !== "origin",
      `session_replication_role is ${facts.replicationRole}, so constraints and the guard of the audit trail do not apply: reset it for the role and the database`,
    ],
    [
      facts.sharesSessions,
      "its sessions are shared, as by PgBouncer in transaction or statement mode, so prepared statements, settings and locks get lost: give the URL of PostgreSQL itself, or of a pooler in session mode",
    ],
    [
      ignored.length > 0,
      `what a session asks for does not apply (${ignored.map(([name]) => name).join(", ")}): something in between leaves it out, such as ignore_startup_parameters of PgBouncer; give the URL of PostgreSQL itself`,
    ],
    [
      !facts.hearsNotifications,
      "a notification (LISTEN) does not arrive within 3 s, so jobs and streams would wait: give the URL of PostgreSQL itself",
    ],
    [
      facts.lacks.length > 0,
      `the role ${facts.role} lacks ${listed(facts.lacks)}: run apps/server/deploy/roles.sql, or give another role`,
    ],
  ];
  return problems.filter(([isSo]) => isSo).map(([, sentence]) => sentence);
}

function listed(names: readonly string[], shown = 4): string {
  const more = names.length - shown;
  return names.slice(0, shown).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
