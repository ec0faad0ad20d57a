-- Revocations that several nodes share: schema `paseto`, version 1.
--
-- Applied when a store is opened and the schema is missing. Where the application's role may not
-- create one, apply this file by hand, in one transaction, and grant:
--
--   psql --single-transaction -v ON_ERROR_STOP=1 -f 0001.sql
--   GRANT USAGE ON SCHEMA paseto TO app;
--   GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA paseto TO app;
--
-- Names are kept as ids: a hash under the key in `space.epoch`. Only a family's own id and label,
-- and for a moment the successor of a token, stand in clear: they are handed out again.
-- Whoever writes goes through the functions below; each is one statement and one transaction.

CREATE SCHEMA IF NOT EXISTS paseto;

CREATE TABLE paseto.version (
    number int NOT NULL,
    applied timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX version_alone ON paseto.version ((true));
INSERT INTO paseto.version (number) VALUES (1);

-- An application. `epoch` is one life of its data: format, state, id, key of the ids, and the
-- instant (microseconds since 1970) at or before which a login counts no longer.
CREATE TABLE paseto.space (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    epoch text NOT NULL
);

-- Tokens that are revoked or used up, and families that are revoked. A row may go after `expires`,
-- which has a minute to spare; `infinity` stays for ever.
CREATE TABLE paseto.token (
    space int NOT NULL,
    id uuid NOT NULL,
    expires timestamptz NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX token_expires ON paseto.token (expires);

-- Subjects that were logged out everywhere: logins at or before `before` are revoked.
CREATE TABLE paseto.subject (
    space int NOT NULL,
    id uuid NOT NULL,
    before timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX subject_expires ON paseto.subject (expires);

-- Families that live. Tokens of the family that renew it, and were made until `used`, are used up.
CREATE TABLE paseto.family (
    space int NOT NULL,
    id uuid NOT NULL,
    subject uuid NOT NULL,
    name text NOT NULL,
    label text,
    began timestamptz NOT NULL,
    last_used timestamptz NOT NULL,
    used timestamptz,
    keep_until timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX family_subject ON paseto.family (space, subject);
CREATE INDEX family_expires ON paseto.family (expires);

-- What a used token was exchanged for. Open until `shut` by this server's clock, and until `until`
-- by the clock of whoever asks.
CREATE TABLE paseto.grace (
    space int NOT NULL,
    id uuid NOT NULL,
    successor text NOT NULL,
    successor_id uuid NOT NULL,
    at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    shut timestamptz NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX grace_shut ON paseto.grace (shut);

-- Every change, numbered without a gap in each of 16 slots. One transaction at a time writes to a
-- slot, so what is visible of a slot is all of it up to some number: the sum of the last numbers
-- counts the changes, and copies read on from where they were. One row for all writers to update
-- would line them up, and would leave a trail of dead versions to every reader while some long
-- transaction is open. Old rows go, but never the last of a slot.
CREATE TABLE paseto.change (
    space int NOT NULL,
    slot int NOT NULL,
    seq bigint NOT NULL,
    -- Of a token or, with `before`, of a subject; null for what only one node at a time asks.
    id uuid,
    before timestamptz,
    expires timestamptz,
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (space, slot, seq)
);

-- What every answer begins with; no row if there is no such application.
CREATE FUNCTION paseto.head(_name text) RETURNS TABLE (space int, epoch text, changes bigint)
LANGUAGE sql STABLE AS $$
    SELECT s.id, s.epoch, (
        SELECT coalesce(sum((
            SELECT c.seq FROM paseto.change c WHERE c.space = s.id AND c.slot = n
            ORDER BY c.seq DESC LIMIT 1
        )), 0)::bigint FROM generate_series(0, 15) AS n
    ) FROM paseto.space s WHERE s.name = _name
$$;

-- One snapshot for all of it, taken once nobody can empty a table any more: `TRUNCATE` takes the rows
-- also from those whose snapshot is older, and that would still show a good epoch. (A function that is
-- stable would see what its caller saw.) The count of the changes costs more than all the rest, so it
-- comes only if the server has been started, or the table been made, since the caller last had it:
-- else it cannot have gone back.
CREATE FUNCTION paseto.ask(
    _name text, _started timestamptz, _table oid, _tokens uuid[], _family uuid,
    _renews timestamptz, _subject uuid, _issued_at timestamptz,
    OUT epoch text, OUT changes bigint, OUT started timestamptz, OUT "table" oid,
    OUT revoked boolean
)
LANGUAGE plpgsql AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION 'a standby does not answer' USING ERRCODE = '25006';
    END IF;
    LOCK TABLE paseto.token, paseto.subject, paseto.family IN ACCESS SHARE MODE;
    started := pg_postmaster_start_time();
    "table" := 'paseto.token'::regclass;
    SELECT s.epoch,
        EXISTS (SELECT FROM paseto.token t WHERE t.space = s.id AND t.id = ANY (_tokens))
        OR EXISTS (
            SELECT FROM paseto.subject u WHERE u.space = s.id AND u.id = _subject
            AND (_issued_at IS NULL OR u.before >= _issued_at)
        )
        OR _renews IS NOT NULL AND EXISTS (
            SELECT FROM paseto.family f
            WHERE f.space = s.id AND f.id = _family AND f.used >= _renews
        )
    INTO epoch, revoked FROM paseto.space s WHERE s.name = _name;
    IF started IS DISTINCT FROM _started OR "table" IS DISTINCT FROM _table THEN
        SELECT h.changes INTO changes FROM paseto.head(_name) h;
    END IF;
END $$;

CREATE FUNCTION paseto.is_over(_space int, _subject uuid, _issued_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM paseto.subject s WHERE s.space = _space AND s.id = _subject
        AND (_issued_at IS NULL OR s.before >= _issued_at)
    )
$$;

-- Begins a write: the application, if its epoch is the one that the caller knows and is good. The
-- epoch then stays until the write is done.
CREATE FUNCTION paseto.enter(_name text, _epoch text) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    _space int;
BEGIN
    -- Below, each statement must see what was committed until its locks were had.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'isolation must be read committed' USING ERRCODE = '25001';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(_name, 7237117::bigint));
    SELECT s.id INTO _space FROM paseto.space s
    WHERE s.name = _name AND starts_with(s.epoch, '1 good ' || _epoch || ' ');
    RETURN _space;
END $$;

-- Whoever decides about a name holds it until the end of the transaction. The order is: subject,
-- family, token, slot.
CREATE FUNCTION paseto.hold(_space int, _id uuid) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(uuid_hash_extended(_id, _space::bigint))
$$;

CREATE FUNCTION paseto.hold_shared(_space int, _id uuid) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock_shared(uuid_hash_extended(_id, _space::bigint))
$$;

-- No sooner than the caller wants by its own clock, nor by ours, and a minute to spare.
CREATE FUNCTION paseto.expiry(_keep_until timestamptz, _now timestamptz) RETURNS timestamptz
LANGUAGE sql AS $$
    SELECT greatest(_keep_until, _keep_until + (clock_timestamp() - _now)) + interval '1 minute'
$$;

-- Counts a change. The last thing that a write does, since it may wait for a slot.
CREATE FUNCTION paseto.note(_space int, _id uuid, _before timestamptz, _expires timestamptz)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    _class int := 1885434739 # _space;
    _slot int := pg_backend_pid() % 16;
BEGIN
    FOR _ IN 1..16 LOOP
        EXIT WHEN pg_try_advisory_xact_lock(_class, _slot);
        _slot := (_slot + 1) % 16;
    END LOOP;
    -- Waits if every slot is taken; else it is ours already.
    PERFORM pg_advisory_xact_lock(_class, _slot);
    INSERT INTO paseto.change (space, slot, seq, id, before, expires)
    SELECT _space, _slot, coalesce(max(c.seq), 0) + 1, _id, _before, _expires
    FROM paseto.change c WHERE c.space = _space AND c.slot = _slot;
END $$;

CREATE FUNCTION paseto.put_token(_space int, _id uuid, _expires timestamptz) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO paseto.token AS t (space, id, expires) VALUES (_space, _id, _expires)
    ON CONFLICT (space, id) DO UPDATE SET expires = EXCLUDED.expires
    WHERE t.expires < EXCLUDED.expires
$$;

CREATE FUNCTION paseto.put_family(
    _space int, _id uuid, _subject uuid, _name text, _label text, _began timestamptz,
    _last_used timestamptz, _used timestamptz, _keep_until timestamptz, _expires timestamptz
) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO paseto.family AS f (
        space, id, subject, name, label, began, last_used, used, keep_until, expires
    ) VALUES (
        _space, _id, _subject, _name, _label, _began, _last_used, _used, _keep_until, _expires
    )
    ON CONFLICT (space, id) DO UPDATE SET
        label = coalesce(EXCLUDED.label, f.label),
        last_used = greatest(f.last_used, EXCLUDED.last_used),
        used = greatest(f.used, EXCLUDED.used),
        keep_until = greatest(f.keep_until, EXCLUDED.keep_until),
        expires = greatest(f.expires, EXCLUDED.expires)
$$;

-- Revokes a token or a family.
CREATE FUNCTION paseto.revoke(
    _name text, _epoch text, _now timestamptz, _id uuid, _is_family boolean,
    _keep_until timestamptz
) RETURNS TABLE (epoch text, changes bigint, done boolean)
LANGUAGE plpgsql AS $$
DECLARE
    _space int := paseto.enter(_name, _epoch);
    _expires timestamptz := paseto.expiry(_keep_until, _now);
BEGIN
    IF _space IS NOT NULL THEN
        PERFORM paseto.hold(_space, _id);
        PERFORM paseto.put_token(_space, _id, _expires);
        IF _is_family THEN
            DELETE FROM paseto.family f WHERE f.space = _space AND f.id = _id;
        ELSE
            DELETE FROM paseto.grace g WHERE g.space = _space AND g.id = _id;
        END IF;
        PERFORM paseto.note(_space, _id, NULL, _expires);
    END IF;
    RETURN QUERY SELECT h.epoch, h.changes, _space IS NOT NULL FROM paseto.head(_name) h;
END $$;

-- Logs a subject out everywhere. Waits for uses of its tokens that have begun; those that begin
-- later wait for this.
CREATE FUNCTION paseto.revoke_subject(
    _name text, _epoch text, _now timestamptz, _id uuid, _before timestamptz,
    _keep_until timestamptz
) RETURNS TABLE (epoch text, changes bigint, done boolean)
LANGUAGE plpgsql AS $$
DECLARE
    _space int := paseto.enter(_name, _epoch);
    _expires timestamptz := paseto.expiry(_keep_until, _now);
BEGIN
    IF _space IS NOT NULL THEN
        PERFORM paseto.hold(_space, _id);
        INSERT INTO paseto.subject AS s (space, id, before, expires)
        VALUES (_space, _id, _before, _expires)
        ON CONFLICT (space, id) DO UPDATE SET
            before = greatest(s.before, EXCLUDED.before),
            expires = greatest(s.expires, EXCLUDED.expires);
        DELETE FROM paseto.family f
        WHERE f.space = _space AND f.subject = _id AND f.began <= _before;
        PERFORM paseto.note(_space, _id, _before, _expires);
    END IF;
    RETURN QUERY SELECT h.epoch, h.changes, _space IS NOT NULL FROM paseto.head(_name) h;
END $$;

-- Uses up a token: `first` for one caller alone; `repeated` within the grace of the first use,
-- with the successor that it got; `again`, and the family is revoked; or `revoked` before.
CREATE FUNCTION paseto.consume(
    _name text, _epoch text, _now timestamptz,
    _id uuid, _subject uuid, _issued_at timestamptz, _renews timestamptz,
    _keep_until timestamptz,
    _family uuid, _family_subject uuid, _family_name text, _label text, _began timestamptz,
    _last_used timestamptz, _family_keep_until timestamptz,
    _successor text, _successor_id uuid, _at timestamptz, _until timestamptz
) RETURNS TABLE (epoch text, changes bigint, outcome text, successor text, at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    _space int := paseto.enter(_name, _epoch);
    _outcome text;
    _used timestamptz;
    _known boolean;
    _grace paseto.grace;
BEGIN
    IF _space IS NOT NULL THEN
        PERFORM paseto.hold_shared(_space, _subject);
        IF _family IS NOT NULL THEN
            PERFORM paseto.hold(_space, _family);
        END IF;
        PERFORM paseto.hold(_space, _id);

        SELECT f.used INTO _used FROM paseto.family f WHERE f.space = _space AND f.id = _family;
        _known := EXISTS (SELECT FROM paseto.token t WHERE t.space = _space AND t.id = _id)
            OR coalesce(_used >= _renews, false);
        IF paseto.is_over(_space, _subject, _issued_at)
            OR EXISTS (SELECT FROM paseto.token t WHERE t.space = _space AND t.id = _family)
        THEN
            _outcome := 'revoked';
        ELSIF NOT _known THEN
            _outcome := 'first';
            PERFORM paseto.use_first(
                _space, _now, _id, _renews, _keep_until, _successor, _successor_id, _at, _until
            );
            IF _family IS NOT NULL THEN
                PERFORM paseto.put_family(
                    _space, _family, _family_subject, _family_name, _label, _began, _last_used,
                    _renews, _family_keep_until, paseto.expiry(_family_keep_until, _now)
                );
            END IF;
            IF _renews IS NULL THEN
                PERFORM paseto.note(_space, _id, NULL, paseto.expiry(_keep_until, _now));
            ELSE
                PERFORM paseto.note(_space, NULL, NULL, NULL);
            END IF;
        ELSE
            -- Only the last exchange is repeated: a successor in use shows that it has arrived.
            SELECT g.* INTO _grace FROM paseto.grace g
            WHERE g.space = _space AND g.id = _id AND _successor IS NOT NULL
                AND g.shut > clock_timestamp() AND g.until >= _at
                AND CASE WHEN _renews IS NULL THEN NOT EXISTS (
                    SELECT FROM paseto.token t WHERE t.space = _space AND t.id = g.successor_id
                ) ELSE coalesce(_used < g.at, true) END;
            _outcome := CASE WHEN _grace.id IS NULL THEN 'again' ELSE 'repeated' END;
            IF _outcome = 'again' AND _family IS NOT NULL THEN
                PERFORM paseto.put_token(
                    _space, _family, paseto.expiry(_family_keep_until, _now)
                );
                DELETE FROM paseto.family f WHERE f.space = _space AND f.id = _family;
                PERFORM paseto.note(
                    _space, _family, NULL, paseto.expiry(_family_keep_until, _now)
                );
            END IF;
        END IF;
    END IF;
    RETURN QUERY SELECT h.epoch, h.changes, _outcome, _grace.successor, _grace.at
    FROM paseto.head(_name) h;
END $$;

-- A family says itself how far it is used up: no row for each of its tokens.
CREATE FUNCTION paseto.use_first(
    _space int, _now timestamptz, _id uuid, _renews timestamptz, _keep_until timestamptz,
    _successor text, _successor_id uuid, _at timestamptz, _until timestamptz
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF _renews IS NULL THEN
        INSERT INTO paseto.token (space, id, expires)
        VALUES (_space, _id, paseto.expiry(_keep_until, _now));
    END IF;
    IF _successor IS NOT NULL THEN
        INSERT INTO paseto.grace (space, id, successor, successor_id, at, until, shut)
        VALUES (
            _space, _id, _successor, _successor_id, _at, _until,
            clock_timestamp() + (_until - _now)
        )
        ON CONFLICT (space, id) DO UPDATE SET
            successor = EXCLUDED.successor, successor_id = EXCLUDED.successor_id,
            at = EXCLUDED.at, until = EXCLUDED.until, shut = EXCLUDED.shut;
    END IF;
END $$;

-- Remembers a family for the list; one that is revoked stays so, and unlisted.
CREATE FUNCTION paseto.enroll(
    _name text, _epoch text, _now timestamptz,
    _family uuid, _subject uuid, _family_name text, _label text, _began timestamptz,
    _last_used timestamptz, _keep_until timestamptz
) RETURNS TABLE (epoch text, changes bigint, done boolean)
LANGUAGE plpgsql AS $$
DECLARE
    _space int := paseto.enter(_name, _epoch);
BEGIN
    IF _space IS NOT NULL THEN
        PERFORM paseto.hold_shared(_space, _subject);
        PERFORM paseto.hold(_space, _family);
        IF NOT EXISTS (SELECT FROM paseto.token t WHERE t.space = _space AND t.id = _family) THEN
            PERFORM paseto.put_family(
                _space, _family, _subject, _family_name, _label, _began, _last_used, NULL,
                _keep_until, paseto.expiry(_keep_until, _now)
            );
            PERFORM paseto.note(_space, NULL, NULL, NULL);
        END IF;
    END IF;
    RETURN QUERY SELECT h.epoch, h.changes, _space IS NOT NULL FROM paseto.head(_name) h;
END $$;

-- The live families of a subject, after a first row that has none.
CREATE FUNCTION paseto.families(_name text, _subject uuid, _now timestamptz)
RETURNS TABLE (
    epoch text, changes bigint, family text, label text, began timestamptz,
    last_used timestamptz, keep_until timestamptz
)
LANGUAGE plpgsql AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION 'a standby does not answer' USING ERRCODE = '25006';
    END IF;
    LOCK TABLE paseto.token, paseto.subject, paseto.family IN ACCESS SHARE MODE;
    RETURN QUERY SELECT h.epoch, h.changes, f.name, f.label, f.began, f.last_used, f.keep_until
    FROM paseto.head(_name) h LEFT JOIN paseto.family f
        ON f.space = h.space AND f.subject = _subject AND f.keep_until >= _now
        AND NOT EXISTS (SELECT FROM paseto.token t WHERE t.space = f.space AND t.id = f.id)
        AND NOT paseto.is_over(f.space, f.subject, f.began);
END $$;

-- Begins an epoch where there is none, or in place of the one whose id is given.
CREATE FUNCTION paseto.begin_epoch(_name text, _replaces text, _epoch text)
RETURNS TABLE (epoch text, changes bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(_name, 7237117::bigint));
    INSERT INTO paseto.space AS s (name, epoch) VALUES (_name, _epoch)
    ON CONFLICT (name) DO UPDATE SET epoch = EXCLUDED.epoch
    WHERE split_part(s.epoch, ' ', 3) = _replaces;
    RETURN QUERY SELECT h.epoch, h.changes FROM paseto.head(_name) h;
END $$;

-- Where a copy begins to follow: the last number of each slot.
CREATE FUNCTION paseto.position(_name text)
RETURNS TABLE (epoch text, changes bigint, seen bigint[])
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION 'a standby does not answer' USING ERRCODE = '25006';
    END IF;
    RETURN QUERY SELECT h.epoch, h.changes, ARRAY (
        SELECT coalesce((
            SELECT c.seq FROM paseto.change c WHERE c.space = h.space AND c.slot = n
            ORDER BY c.seq DESC LIMIT 1
        ), 0) FROM generate_series(0, 15) AS n ORDER BY n
    ) FROM paseto.head(_name) h;
END $$;

-- What has changed since, at most `_limit` of each slot, after a first row that has no change.
CREATE FUNCTION paseto.follow(_name text, _seen bigint[], _limit int)
RETURNS TABLE (
    epoch text, changes bigint, slot int, seq bigint, id uuid, before timestamptz,
    expires timestamptz
)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION 'a standby does not answer' USING ERRCODE = '25006';
    END IF;
    RETURN QUERY SELECT h.epoch, h.changes, c.slot, c.seq, c.id, c.before, c.expires
    FROM paseto.head(_name) h LEFT JOIN LATERAL (
        SELECT d.* FROM generate_series(0, 15) AS n CROSS JOIN LATERAL (
            SELECT e.* FROM paseto.change e
            WHERE e.space = h.space AND e.slot = n AND e.seq > _seen[n + 1]
            ORDER BY e.seq LIMIT _limit
        ) AS d
    ) AS c ON true;
END $$;

-- Deletes what is over, at most so many rows of a table, and nothing that anybody holds. Tells how
-- many went; 0 as well while another node is at it.
CREATE FUNCTION paseto.expire(_limit int) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    _total bigint := 0;
    _gone bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(1885434739, 1885434739) THEN
        RETURN 0;
    END IF;
    DELETE FROM paseto.token t WHERE t.expires < now() AND t.ctid = ANY (ARRAY (
        SELECT o.ctid FROM paseto.token o WHERE o.expires < now()
        ORDER BY o.expires LIMIT _limit FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS _gone = ROW_COUNT;
    _total := _total + _gone;
    DELETE FROM paseto.subject t WHERE t.expires < now() AND t.ctid = ANY (ARRAY (
        SELECT o.ctid FROM paseto.subject o WHERE o.expires < now()
        ORDER BY o.expires LIMIT _limit FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS _gone = ROW_COUNT;
    _total := _total + _gone;
    DELETE FROM paseto.family t WHERE t.expires < now() AND t.ctid = ANY (ARRAY (
        SELECT o.ctid FROM paseto.family o WHERE o.expires < now()
        ORDER BY o.expires LIMIT _limit FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS _gone = ROW_COUNT;
    _total := _total + _gone;
    DELETE FROM paseto.grace t WHERE t.shut < now() AND t.ctid = ANY (ARRAY (
        SELECT o.ctid FROM paseto.grace o WHERE o.shut < now()
        ORDER BY o.shut LIMIT _limit FOR UPDATE SKIP LOCKED
    ));
    GET DIAGNOSTICS _gone = ROW_COUNT;
    _total := _total + _gone;
    -- Copies read every change within a second, or begin anew.
    DELETE FROM paseto.change c WHERE c.ctid = ANY (ARRAY (
        SELECT o.ctid FROM paseto.space s CROSS JOIN generate_series(0, 15) AS n
        CROSS JOIN LATERAL (
            SELECT e.ctid, e.seq, e.made FROM paseto.change e
            WHERE e.space = s.id AND e.slot = n ORDER BY e.seq LIMIT greatest(_limit / 16, 1)
        ) AS o
        WHERE o.made < now() - interval '10 minutes' AND o.seq < (
            SELECT max(l.seq) FROM paseto.change l WHERE l.space = s.id AND l.slot = n
        )
    ));
    GET DIAGNOSTICS _gone = ROW_COUNT;
    RETURN _total + _gone;
END $$;

-- Nobody un-revokes by a slip: a row that still counts cannot be deleted, and whoever empties a
-- table as a whole makes every node refuse until an operator resumes.
CREATE FUNCTION paseto.keep() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this row of paseto.% counts until %', TG_TABLE_NAME, OLD.expires;
END $$;

CREATE TRIGGER keep BEFORE DELETE ON paseto.token
FOR EACH ROW WHEN (OLD.expires > clock_timestamp()) EXECUTE FUNCTION paseto.keep();
CREATE TRIGGER keep BEFORE DELETE ON paseto.subject
FOR EACH ROW WHEN (OLD.expires > clock_timestamp()) EXECUTE FUNCTION paseto.keep();

-- A family says how far its tokens are used up: it goes once all of them are revoked.
CREATE FUNCTION paseto.keep_family() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF paseto.is_over(OLD.space, OLD.subject, OLD.began)
        OR EXISTS (SELECT FROM paseto.token t WHERE t.space = OLD.space AND t.id = OLD.id)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'this row of paseto.family counts until %', OLD.expires;
END $$;

CREATE TRIGGER keep BEFORE DELETE ON paseto.family
FOR EACH ROW WHEN (OLD.used IS NOT NULL AND OLD.expires > clock_timestamp())
EXECUTE FUNCTION paseto.keep_family();

CREATE FUNCTION paseto.lose() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE paseto.space s SET epoch = regexp_replace(s.epoch, '^1 good ', '1 lost ');
    RETURN NULL;
END $$;

CREATE TRIGGER lose BEFORE TRUNCATE ON paseto.token
FOR EACH STATEMENT EXECUTE FUNCTION paseto.lose();
CREATE TRIGGER lose BEFORE TRUNCATE ON paseto.subject
FOR EACH STATEMENT EXECUTE FUNCTION paseto.lose();
CREATE TRIGGER lose BEFORE TRUNCATE ON paseto.family
FOR EACH STATEMENT EXECUTE FUNCTION paseto.lose();
CREATE TRIGGER lose BEFORE TRUNCATE ON paseto.change
FOR EACH STATEMENT EXECUTE FUNCTION paseto.lose();
