"""The tables of the search for ties as schema version 3 has them: what an older case is given. Never edited."""

from __future__ import annotations

from sqlalchemy import Connection, text

_SCRIPT = """
CREATE TABLE coordination (run_id {text} NOT NULL, n_posts BIGINT NOT NULL, n_accounts BIGINT NOT NULL,
  left_out JSON NOT NULL, notes JSON NOT NULL, PRIMARY KEY (run_id), FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE TABLE networks (id {text} NOT NULL, n_accounts BIGINT NOT NULL, accounts JSON NOT NULL, n_ties BIGINT
  NOT NULL, q_value FLOAT NOT NULL, window_seconds BIGINT NOT NULL, first_at {text} NOT NULL, last_at {text}
  NOT NULL, objects JSON NOT NULL, narratives JSON NOT NULL, explanations JSON NOT NULL, hints JSON NOT
  NULL, in_words {text} NOT NULL, run_id {text} NOT NULL, FOREIGN KEY(run_id) REFERENCES runs (id), PRIMARY
  KEY (id));
CREATE INDEX ix_networks_run_id ON networks (run_id);
CREATE TABLE ties (a {text} NOT NULL, b {text} NOT NULL, kind {text} NOT NULL, weight BIGINT NOT NULL,
  n_objects BIGINT NOT NULL, n_shares BIGINT NOT NULL, window_seconds BIGINT NOT NULL, expected FLOAT NOT
  NULL, p_value FLOAT NOT NULL, q_value FLOAT NOT NULL, found {text} NOT NULL, excess_p FLOAT NOT NULL,
  excess_q FLOAT NOT NULL, synchrony_p FLOAT NOT NULL, synchrony_q FLOAT NOT NULL, n_common BIGINT NOT NULL,
  n_near BIGINT NOT NULL, expected_near FLOAT NOT NULL, near_seconds BIGINT NOT NULL, mean_delay_seconds
  FLOAT NOT NULL, first_at {text} NOT NULL, last_at {text} NOT NULL, in_words {text} NOT NULL, network_id
  {text}, run_id {text} NOT NULL, FOREIGN KEY(run_id) REFERENCES runs (id), PRIMARY KEY (a, b), FOREIGN
  KEY(network_id) REFERENCES networks (id)){without_rowid};
CREATE INDEX ix_ties_network_id ON ties (network_id);
CREATE INDEX ix_ties_run_id ON ties (run_id);
CREATE INDEX ties_by_second ON ties (b);
CREATE TABLE tied_accounts (id {text} NOT NULL, platform {text} NOT NULL, account_id {text} NOT NULL, name
  {text}, n_posts BIGINT NOT NULL, n_ties BIGINT NOT NULL, first_at {text}, last_at {text}, network_id
  {text}, run_id {text} NOT NULL, FOREIGN KEY(run_id) REFERENCES runs (id), PRIMARY KEY (id), FOREIGN
  KEY(network_id) REFERENCES networks (id)){without_rowid};
CREATE INDEX ix_tied_accounts_network_id ON tied_accounts (network_id);
CREATE INDEX ix_tied_accounts_run_id ON tied_accounts (run_id);
"""


def add_tables(connection: Connection) -> None:
    """Create the tables in a database that has those of version 2."""
    on_server = connection.dialect.name == "postgresql"
    words = {
        "text": 'TEXT COLLATE "C"' if on_server else "TEXT",
        "without_rowid": "" if on_server else " WITHOUT ROWID",
    }
    for statement in filter(str.strip, _SCRIPT.split(";")):
        connection.execute(text(statement.format(**words)))
