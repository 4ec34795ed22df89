import GRDB

/// The tables. A migration that was released is never changed: files were made by it.
enum RegistrySchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { connection in
      try connection.execute(sql: "PRAGMA application_id = \(RegistryFile.applicationID)")
      try connection.execute(sql: peopleAndAgents)
      try connection.execute(sql: releases)
      try connection.execute(sql: records)
      for table in unchangeable { try connection.execute(sql: guarding(table)) }
      try connection.execute(sql: rules)
    }
    migrator.registerMigration("2") { connection in
      try connection.execute(sql: organisationLogs)
      try connection.execute(sql: guarding("organisation_records"))
      try connection.execute(
        sql: "CREATE INDEX loops_of_incident ON incident_loops (organisation, incident, place)")
    }
    return migrator
  }

  // `place` is the order in which rows were made. SQLite gives the next whole number.

  private static let peopleAndAgents = """
    CREATE TABLE organisations (
      place INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
      name TEXT NOT NULL,
      plan TEXT NOT NULL CHECK (plan IN ('bronze', 'silver', 'gold', 'internal')),
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE gate_policies (
      organisation TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
      document BLOB NOT NULL
    ) STRICT;

    CREATE TABLE users (
      place INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
      email TEXT NOT NULL UNIQUE,
      password_hash TEXT,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE memberships (
      place INTEGER PRIMARY KEY,
      organisation TEXT NOT NULL REFERENCES organisations (id),
      user TEXT NOT NULL REFERENCES users (id),
      role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
      created_at INTEGER NOT NULL,
      UNIQUE (organisation, user)
    ) STRICT;
    CREATE INDEX memberships_of_user ON memberships (user, place);

    CREATE TABLE agents (
      place INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
      organisation TEXT NOT NULL REFERENCES organisations (id),
      name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('custom', 'inbound_buyer', 'inbound_landlord')),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      live_version INTEGER CHECK (live_version >= 1),
      certified_at INTEGER,
      -- What other tables refer to, so that nothing of an agent can belong to another organisation.
      UNIQUE (id, organisation)
    ) STRICT;
    CREATE INDEX agents_of_organisation ON agents (organisation, place);

    -- Apart from the agents, so that a change of a name does not write a large draft again.
    CREATE TABLE drafts (
      agent TEXT NOT NULL PRIMARY KEY REFERENCES agents (id),
      document BLOB NOT NULL
    ) STRICT;

    CREATE TABLE guardrails (
      place INTEGER PRIMARY KEY,
      agent TEXT NOT NULL REFERENCES agents (id),
      rule TEXT NOT NULL,
      document BLOB NOT NULL,
      UNIQUE (agent, rule)
    ) STRICT;
    """

  private static let releases = """
    CREATE TABLE audit_records (
      place INTEGER PRIMARY KEY,
      agent TEXT NOT NULL,
      organisation TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence >= 1),
      -- What stands in the line too, to be asked for.
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      line BLOB NOT NULL,
      UNIQUE (agent, sequence),
      FOREIGN KEY (agent, organisation) REFERENCES agents (id, organisation)
    ) STRICT;
    CREATE INDEX audit_of_organisation ON audit_records (organisation, place);
    CREATE INDEX audit_of_actor ON audit_records (organisation, actor, place);
    CREATE INDEX audit_of_action ON audit_records (organisation, action, place);

    -- The checkpoints, apart from the records, so that records cut off or written anew show.
    CREATE TABLE audit_ends (
      agent TEXT NOT NULL PRIMARY KEY REFERENCES agents (id),
      sequence INTEGER NOT NULL,
      link TEXT NOT NULL CHECK (length(link) = 64)
    ) STRICT;

    CREATE TABLE released_drafts (
      agent TEXT NOT NULL REFERENCES agents (id),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      document BLOB NOT NULL,
      PRIMARY KEY (agent, sha256)
    ) STRICT;

    CREATE TABLE certificates (
      agent TEXT NOT NULL REFERENCES agents (id),
      id TEXT NOT NULL,
      document BLOB NOT NULL,
      PRIMARY KEY (agent, id)
    ) STRICT;

    CREATE TABLE evaluations (
      place INTEGER PRIMARY KEY,
      agent TEXT NOT NULL REFERENCES agents (id),
      lines BLOB NOT NULL
    ) STRICT;
    CREATE INDEX evaluations_of_agent ON evaluations (agent, place);
    """

  private static let records = """
    CREATE TABLE incident_loops (
      place INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
      organisation TEXT NOT NULL REFERENCES organisations (id),
      agent TEXT,
      incident TEXT CHECK (incident IS NULL OR agent IS NOT NULL),
      title TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'covered', 'closed')),
      severity TEXT,
      error_class TEXT,
      trace TEXT,
      regression_case TEXT,
      evaluation_run TEXT,
      metadata BLOB NOT NULL,
      opened_by TEXT NOT NULL,
      opened_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      UNIQUE (agent, incident),
      FOREIGN KEY (agent, organisation) REFERENCES agents (id, organisation)
    ) STRICT;
    CREATE INDEX loops_of_organisation ON incident_loops (organisation, place);

    CREATE TABLE answers (
      organisation TEXT NOT NULL REFERENCES organisations (id),
      key TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      status INTEGER NOT NULL,
      body BLOB NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (organisation, key)
    ) STRICT;
    CREATE INDEX answers_by_age ON answers (at);

    CREATE TABLE outbox (
      position INTEGER PRIMARY KEY,
      organisation TEXT NOT NULL,
      agent TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('agent.published', 'agent.rollback')),
      payload BLOB NOT NULL,
      at INTEGER NOT NULL,
      FOREIGN KEY (agent, organisation) REFERENCES agents (id, organisation)
    ) STRICT;
    """

  private static let unchangeable = [
    "audit_records", "released_drafts", "certificates", "evaluations", "outbox",
  ]

  private static func guarding(_ table: String) -> String {
    """
    CREATE TRIGGER \(table)_never_change BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'what is kept in \(table) is never changed'); END;
    CREATE TRIGGER \(table)_never_go BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'what is kept in \(table) is never deleted'); END;
    """
  }

  private static let rules = """
    CREATE TRIGGER audit_records_have_no_gap BEFORE INSERT ON audit_records
    WHEN NEW.sequence <> 1 + coalesce(
      (SELECT max(sequence) FROM audit_records WHERE agent = NEW.agent), 0)
    BEGIN SELECT RAISE(ABORT, 'an audit record follows the last one'); END;

    -- An insertion that turns into an update fires this one too.
    CREATE TRIGGER audit_ends_begin_at_1 BEFORE INSERT ON audit_ends
    WHEN NEW.sequence <> 1 AND NOT EXISTS (SELECT * FROM audit_ends WHERE agent = NEW.agent)
    BEGIN SELECT RAISE(ABORT, 'an audit log begins at 1'); END;
    CREATE TRIGGER audit_ends_go_on BEFORE UPDATE ON audit_ends
    WHEN NEW.agent <> OLD.agent OR NEW.sequence <> OLD.sequence + 1
    BEGIN SELECT RAISE(ABORT, 'the end of an audit log moves on by one'); END;
    CREATE TRIGGER audit_ends_never_go BEFORE DELETE ON audit_ends
    BEGIN SELECT RAISE(ABORT, 'the end of an audit log is never deleted'); END;

    CREATE TRIGGER agents_stay_what_they_are BEFORE UPDATE OF id, organisation, kind, created_at ON agents
    WHEN NEW.id <> OLD.id OR NEW.organisation <> OLD.organisation OR NEW.kind <> OLD.kind
      OR NEW.created_at <> OLD.created_at
    BEGIN SELECT RAISE(ABORT, 'an agent keeps its id, organisation, kind and time'); END;
    """

  /// The audit logs of organisations, after the pattern of the agents'.
  private static let organisationLogs = """
    CREATE TABLE organisation_records (
      place INTEGER PRIMARY KEY,
      organisation TEXT NOT NULL REFERENCES organisations (id),
      sequence INTEGER NOT NULL CHECK (sequence >= 1),
      line BLOB NOT NULL,
      UNIQUE (organisation, sequence)
    ) STRICT;
    CREATE TABLE organisation_ends (
      organisation TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
      sequence INTEGER NOT NULL,
      link TEXT NOT NULL CHECK (length(link) = 64)
    ) STRICT;

    CREATE TRIGGER organisation_records_have_no_gap BEFORE INSERT ON organisation_records
    WHEN NEW.sequence <> 1 + coalesce(
      (SELECT max(sequence) FROM organisation_records WHERE organisation = NEW.organisation), 0)
    BEGIN SELECT RAISE(ABORT, 'an audit record follows the last one'); END;
    CREATE TRIGGER organisation_ends_begin_at_1 BEFORE INSERT ON organisation_ends
    WHEN NEW.sequence <> 1
      AND NOT EXISTS (SELECT * FROM organisation_ends WHERE organisation = NEW.organisation)
    BEGIN SELECT RAISE(ABORT, 'an audit log begins at 1'); END;
    CREATE TRIGGER organisation_ends_go_on BEFORE UPDATE ON organisation_ends
    WHEN NEW.organisation <> OLD.organisation OR NEW.sequence <> OLD.sequence + 1
    BEGIN SELECT RAISE(ABORT, 'the end of an audit log moves on by one'); END;
    CREATE TRIGGER organisation_ends_never_go BEFORE DELETE ON organisation_ends
    BEGIN SELECT RAISE(ABORT, 'the end of an audit log is never deleted'); END;
    """
}
