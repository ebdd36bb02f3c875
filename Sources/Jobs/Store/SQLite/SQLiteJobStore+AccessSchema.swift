extension SQLiteJobStore {
    /// Jobs and comparisons without an owner came without a token; only who sees everything sees them. Of a token
    /// only the hash is kept; once made it never changes but for its last use and its revocation, which is for good.
    static let access = """
        ALTER TABLE jobs ADD COLUMN owner TEXT CHECK (owner <> '');
        CREATE INDEX jobs_owner ON jobs (owner, id) WHERE owner IS NOT NULL;
        CREATE INDEX jobs_owner_state ON jobs (owner, state, id) WHERE owner IS NOT NULL;
        CREATE TRIGGER jobs_owner_fixed BEFORE UPDATE OF owner ON jobs
        BEGIN SELECT RAISE(ABORT, 'the owner of a job never changes'); END;

        ALTER TABLE comparisons ADD COLUMN owner TEXT CHECK (owner <> '');
        CREATE INDEX comparisons_owner ON comparisons (owner, id) WHERE owner IS NOT NULL;
        CREATE TRIGGER comparisons_owner_fixed BEFORE UPDATE OF owner ON comparisons
        BEGIN SELECT RAISE(ABORT, 'the owner of a comparison never changes'); END;

        CREATE TABLE tokens (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 10),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
            owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 64),
            scope TEXT NOT NULL CHECK (scope IN ('read', 'submit', 'admin')),
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            created_at INTEGER NOT NULL,
            expires_at INTEGER CHECK (expires_at > created_at),
            revoked_at INTEGER,
            used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX tokens_name ON tokens (name) WHERE revoked_at IS NULL;
        CREATE TRIGGER tokens_fixed BEFORE UPDATE OF id, name, owner, scope, hash, created_at, expires_at ON tokens
        BEGIN SELECT RAISE(ABORT, 'a token never changes'); END;
        CREATE TRIGGER tokens_revoked BEFORE UPDATE OF revoked_at ON tokens WHEN OLD.revoked_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a token is revoked for good'); END;
        CREATE TRIGGER tokens_kept BEFORE DELETE ON tokens
        BEGIN SELECT RAISE(ABORT, 'a token is revoked, never deleted'); END;
        """
}
