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

CREATE TRIGGER audit_records_never_change BEFORE UPDATE ON audit_records
BEGIN SELECT RAISE(ABORT, 'what is kept in audit_records is never changed'); END;

CREATE TRIGGER audit_records_never_go BEFORE DELETE ON audit_records
BEGIN SELECT RAISE(ABORT, 'what is kept in audit_records is never deleted'); END;

CREATE TRIGGER released_drafts_never_change BEFORE UPDATE ON released_drafts
BEGIN SELECT RAISE(ABORT, 'what is kept in released_drafts is never changed'); END;

CREATE TRIGGER released_drafts_never_go BEFORE DELETE ON released_drafts
BEGIN SELECT RAISE(ABORT, 'what is kept in released_drafts is never deleted'); END;

CREATE TRIGGER certificates_never_change BEFORE UPDATE ON certificates
BEGIN SELECT RAISE(ABORT, 'what is kept in certificates is never changed'); END;

CREATE TRIGGER certificates_never_go BEFORE DELETE ON certificates
BEGIN SELECT RAISE(ABORT, 'what is kept in certificates is never deleted'); END;

CREATE TRIGGER evaluations_never_change BEFORE UPDATE ON evaluations
BEGIN SELECT RAISE(ABORT, 'what is kept in evaluations is never changed'); END;

CREATE TRIGGER evaluations_never_go BEFORE DELETE ON evaluations
BEGIN SELECT RAISE(ABORT, 'what is kept in evaluations is never deleted'); END;

CREATE TRIGGER outbox_never_change BEFORE UPDATE ON outbox
BEGIN SELECT RAISE(ABORT, 'what is kept in outbox is never changed'); END;

CREATE TRIGGER outbox_never_go BEFORE DELETE ON outbox
BEGIN SELECT RAISE(ABORT, 'what is kept in outbox is never deleted'); END;

CREATE TRIGGER audit_records_have_no_gap BEFORE INSERT ON audit_records
WHEN NEW.sequence <> 1 + coalesce(
  (SELECT max(sequence) FROM audit_records WHERE agent = NEW.agent), 0)
BEGIN SELECT RAISE(ABORT, 'an audit record follows the last one'); END;

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

CREATE TRIGGER organisation_records_never_change BEFORE UPDATE ON organisation_records
BEGIN SELECT RAISE(ABORT, 'what is kept in organisation_records is never changed'); END;

CREATE TRIGGER organisation_records_never_go BEFORE DELETE ON organisation_records
BEGIN SELECT RAISE(ABORT, 'what is kept in organisation_records is never deleted'); END;

CREATE INDEX loops_of_incident ON incident_loops (organisation, incident, place);
