


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;


CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);



CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);



CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);



CREATE FUNCTION public.kontor_apply_moves() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    wanted integer;
    touched integer;
BEGIN
    SELECT count(*) INTO wanted FROM (SELECT DISTINCT sku_id, location_id FROM moves) AS pairs;
    UPDATE inventory_balance AS balance
       SET on_hand = balance.on_hand + delta.on_hand, reserved = balance.reserved + delta.reserved
      FROM (SELECT sku_id, location_id,
                   sum(CASE kind WHEN 'receipt' THEN quantity WHEN 'adjust_up' THEN quantity
                                 WHEN 'adjust_down' THEN -quantity WHEN 'issue' THEN -quantity ELSE 0 END) AS on_hand,
                   sum(CASE kind WHEN 'reserve' THEN quantity
                                 WHEN 'free' THEN -quantity WHEN 'issue' THEN -quantity ELSE 0 END) AS reserved
              FROM moves GROUP BY sku_id, location_id) AS delta
     WHERE balance.sku_id = delta.sku_id AND balance.location_id = delta.location_id;
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> wanted THEN
        RAISE EXCEPTION 'a stock move has no balance' USING ERRCODE = 'KT002';
    END IF;
    RETURN NULL;
END $$;



CREATE FUNCTION public.kontor_forbid_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'KT001';
END $$;



CREATE FUNCTION public.kontor_guard_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% % does not go from % to %', TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'KT003';
    END IF;
    RETURN NEW;
END $$;



CREATE FUNCTION public.kontor_invoice_immutable() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.pdf_id IS NULL AND NEW.pdf_id IS NOT NULL
       AND to_jsonb(OLD) - 'pdf_id' - 'xml_id' = to_jsonb(NEW) - 'pdf_id' - 'xml_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued invoice does not change' USING ERRCODE = 'KT004';
END $$;



CREATE FUNCTION public.kontor_masters_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- drawn, not counted: a version that was rolled back must never come again for other data
    INSERT INTO platform_counter (name, last) VALUES ('masters', floor(random() * 9e18)::bigint)
    ON CONFLICT (name) DO UPDATE SET last = excluded.last;
    RETURN NULL;
END $$;



CREATE FUNCTION public.kontor_note_balance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO inventory_stockchange (sku_id, at) VALUES (NEW.sku_id, clock_timestamp());
    RETURN NULL;
END $$;



CREATE FUNCTION public.kontor_note_moves() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO inventory_stockchange (sku_id, at) SELECT DISTINCT sku_id, clock_timestamp() FROM moves;
    RETURN NULL;
END $$;



CREATE FUNCTION public.kontor_posting_immutable() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a posting does not change; reverse it' USING ERRCODE = 'KT005';
END $$;



CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;



CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;



CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;


CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);



CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;



CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;



CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;



CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;



CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;



CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;



CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;



CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;



CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;



CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;



CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;



CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;



CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;



CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;



CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;



CREATE TABLE public.access_apikey (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    prefix character varying(16) NOT NULL,
    secret_hash character varying(64) NOT NULL,
    capabilities character varying(40)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);



ALTER TABLE public.access_apikey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_apikey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.access_role (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    capabilities character varying(40)[] NOT NULL
);



ALTER TABLE public.access_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.access_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    language character varying(5) NOT NULL
);



CREATE TABLE public.access_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);



ALTER TABLE public.access_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



ALTER TABLE public.access_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.access_user_roles (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    role_id bigint NOT NULL
);



ALTER TABLE public.access_user_roles ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_user_roles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.access_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);



ALTER TABLE public.access_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_archiveentry (
    id bigint NOT NULL,
    sequence bigint NOT NULL,
    source character varying(60) NOT NULL,
    kind character varying(20) NOT NULL,
    made_on date NOT NULL,
    keep_until date NOT NULL,
    evidence character varying(64) NOT NULL,
    previous character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT archive_kept_longer CHECK ((keep_until > made_on))
);



ALTER TABLE public.accounting_archiveentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_archiveentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_baserate (
    id bigint NOT NULL,
    from_on date NOT NULL,
    rate numeric(5,2) NOT NULL,
    CONSTRAINT base_rate_of_half_year CHECK (((EXTRACT(day FROM from_on) = (1)::numeric) AND (EXTRACT(month FROM from_on) = ANY (ARRAY[(1)::numeric, (7)::numeric]))))
);



ALTER TABLE public.accounting_baserate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_baserate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_bookexport (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    rows integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    file_id bigint NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT accounting_bookexport_rows_check CHECK ((rows >= 0))
);



ALTER TABLE public.accounting_bookexport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_bookexport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_dayrate (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    "on" date NOT NULL,
    per_euro numeric(12,6) NOT NULL,
    CONSTRAINT day_rate_positive CHECK ((per_euro > (0)::numeric))
);



ALTER TABLE public.accounting_dayrate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_dayrate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_debtor (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    number integer NOT NULL,
    name character varying(120) NOT NULL,
    customer_id bigint,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT accounting_debtor_number_check CHECK ((number >= 0)),
    CONSTRAINT debtor_number_range CHECK (((number >= 10000) AND (number < 70000)))
);



ALTER TABLE public.accounting_debtor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_debtor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_dunningletter (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    level smallint NOT NULL,
    "on" date NOT NULL,
    open numeric(19,4) NOT NULL,
    fee numeric(19,4) NOT NULL,
    interest numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    pay_by date NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    file_id bigint NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT accounting_dunningletter_level_check CHECK ((level >= 0)),
    CONSTRAINT dunning_letter_positive CHECK (((fee >= (0)::numeric) AND (interest >= (0)::numeric) AND (open > (0)::numeric)))
);



ALTER TABLE public.accounting_dunningletter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_dunningletter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_dunninglevel (
    id bigint NOT NULL,
    level smallint NOT NULL,
    days_after smallint NOT NULL,
    days_to_pay smallint NOT NULL,
    fee numeric(19,4) NOT NULL,
    interest boolean NOT NULL,
    lump_sum boolean NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT accounting_dunninglevel_days_after_check CHECK ((days_after >= 0)),
    CONSTRAINT accounting_dunninglevel_days_to_pay_check CHECK ((days_to_pay >= 0)),
    CONSTRAINT accounting_dunninglevel_level_check CHECK ((level >= 0)),
    CONSTRAINT dunning_level_positive CHECK (((fee >= (0)::numeric) AND (level > 0))),
    CONSTRAINT first_reminder_free CHECK (((level > 1) OR ((fee = (0)::numeric) AND (NOT interest) AND (NOT lump_sum))))
);



ALTER TABLE public.accounting_dunninglevel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_dunninglevel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_dunningstop (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    reason character varying(200) NOT NULL,
    until date,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL
);



ALTER TABLE public.accounting_dunningstop ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_dunningstop_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_exchangerate (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    month_on date NOT NULL,
    per_euro numeric(12,6) NOT NULL,
    CONSTRAINT exchange_rate_of_month CHECK ((EXTRACT(day FROM month_on) = (1)::numeric)),
    CONSTRAINT exchange_rate_positive CHECK ((per_euro > (0)::numeric))
);



ALTER TABLE public.accounting_exchangerate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_exchangerate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.accounting_posting (
    id bigint NOT NULL,
    sequence bigint NOT NULL,
    source character varying(60) NOT NULL,
    "position" smallint NOT NULL,
    booked_on date NOT NULL,
    debit integer NOT NULL,
    credit integer NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    tax numeric(19,4) DEFAULT 0 NOT NULL,
    rate numeric(5,2) DEFAULT 0 NOT NULL,
    tax_case character varying(16) DEFAULT ''::character varying NOT NULL,
    country character varying(2) DEFAULT ''::character varying NOT NULL,
    vat_id character varying(20) DEFAULT ''::character varying NOT NULL,
    document character varying(40) DEFAULT ''::character varying NOT NULL,
    due_on date,
    supplied_on date,
    text character varying(60) NOT NULL,
    order_id bigint NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    posted_by character varying(80) NOT NULL,
    evidence character varying(64) DEFAULT ''::character varying NOT NULL,
    previous character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT accounting_posting_credit_check CHECK ((credit >= 0)),
    CONSTRAINT accounting_posting_debit_check CHECK ((debit >= 0)),
    CONSTRAINT accounting_posting_position_check CHECK (("position" >= 0)),
    CONSTRAINT posting_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT posting_two_accounts CHECK ((NOT (debit = credit)))
);



ALTER TABLE public.accounting_posting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounting_posting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);



ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);



ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);



ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);



ALTER TABLE public.axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);



CREATE TABLE public.axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);



ALTER TABLE public.axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);



ALTER TABLE public.axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.catalog_barcode (
    id bigint NOT NULL,
    code character varying(48) NOT NULL,
    sku_id bigint NOT NULL
);



ALTER TABLE public.catalog_barcode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_barcode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.catalog_kitpart (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    kit_id bigint NOT NULL,
    part_id bigint NOT NULL,
    CONSTRAINT catalog_kitpart_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT kit_not_its_own_part CHECK ((NOT (kit_id = part_id))),
    CONSTRAINT kit_part_positive CHECK ((quantity > 0))
);



ALTER TABLE public.catalog_kitpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_kitpart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.catalog_product (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    tax_class character varying(10) NOT NULL,
    active boolean NOT NULL
);



ALTER TABLE public.catalog_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.catalog_sku (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    variant character varying(120) DEFAULT ''::character varying NOT NULL,
    is_kit boolean DEFAULT false NOT NULL,
    price numeric(19,4),
    purchase_price numeric(19,4),
    weight_g integer DEFAULT 0 NOT NULL,
    length_mm integer DEFAULT 0 NOT NULL,
    width_mm integer DEFAULT 0 NOT NULL,
    height_mm integer DEFAULT 0 NOT NULL,
    bin character varying(20) DEFAULT ''::character varying NOT NULL,
    product_id bigint NOT NULL,
    CONSTRAINT catalog_sku_height_mm_check CHECK ((height_mm >= 0)),
    CONSTRAINT catalog_sku_length_mm_check CHECK ((length_mm >= 0)),
    CONSTRAINT catalog_sku_weight_g_check CHECK ((weight_g >= 0)),
    CONSTRAINT catalog_sku_width_mm_check CHECK ((width_mm >= 0)),
    CONSTRAINT purchase_price_not_negative CHECK ((purchase_price >= (0)::numeric))
);



ALTER TABLE public.catalog_sku ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_sku_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_calltally (
    id bigint NOT NULL,
    hour timestamp with time zone NOT NULL,
    calls integer NOT NULL,
    failures integer NOT NULL,
    channel_id bigint NOT NULL,
    CONSTRAINT channels_calltally_calls_check CHECK ((calls >= 0)),
    CONSTRAINT channels_calltally_failures_check CHECK ((failures >= 0))
);



ALTER TABLE public.channels_calltally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_calltally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_channel (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(12) NOT NULL,
    active boolean NOT NULL,
    currency character varying(3) NOT NULL,
    prices_gross boolean NOT NULL,
    vat_rounding character varying(4) DEFAULT 'line'::character varying NOT NULL,
    capabilities character varying(30)[] NOT NULL,
    country character varying(2) NOT NULL,
    cut_off time without time zone NOT NULL,
    handling_days smallint NOT NULL,
    transit_days smallint NOT NULL,
    oversell_risk numeric(6,5),
    remind_unpaid_days smallint DEFAULT 7 NOT NULL,
    cancel_unpaid_days smallint DEFAULT 21 NOT NULL,
    group_id bigint,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT channels_channel_cancel_unpaid_days_check CHECK ((cancel_unpaid_days >= 0)),
    CONSTRAINT channels_channel_handling_days_check CHECK ((handling_days >= 0)),
    CONSTRAINT channels_channel_remind_unpaid_days_check CHECK ((remind_unpaid_days >= 0)),
    CONSTRAINT channels_channel_transit_days_check CHECK ((transit_days >= 0))
);



ALTER TABLE public.channels_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_channelintent (
    id bigint NOT NULL,
    reference character varying(100) NOT NULL,
    kind character varying(16) NOT NULL,
    order_id bigint NOT NULL,
    external_order character varying(200) NOT NULL,
    payload jsonb NOT NULL,
    due_by timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    state character varying(10) DEFAULT 'new'::character varying NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    not_before timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    external_id character varying(200) DEFAULT ''::character varying NOT NULL,
    settled_at timestamp with time zone,
    channel_id bigint NOT NULL,
    CONSTRAINT channel_lease_only_in_flight CHECK (((((state)::text = 'inflight'::text) AND (lease_until IS NOT NULL)) OR ((NOT ((state)::text = 'inflight'::text)) AND (lease_until IS NULL)))),
    CONSTRAINT channels_channelintent_attempts_check CHECK ((attempts >= 0))
);



ALTER TABLE public.channels_channelintent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_channelintent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_connection (
    id bigint NOT NULL,
    connector character varying(40) NOT NULL,
    base_url character varying(200) NOT NULL,
    settings jsonb NOT NULL,
    secrets bytea NOT NULL,
    token bytea NOT NULL,
    token_expires_at timestamp with time zone,
    state character varying(11) NOT NULL,
    connected_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    orders_until timestamp with time zone NOT NULL,
    settled_until timestamp with time zone,
    next_poll_at timestamp with time zone NOT NULL,
    last_poll_at timestamp with time zone,
    last_order_at timestamp with time zone,
    failures integer NOT NULL,
    problem text NOT NULL,
    failed_at timestamp with time zone,
    stock_latency_s double precision,
    latencies double precision[] DEFAULT '{}'::double precision[] NOT NULL,
    channel_id bigint NOT NULL,
    CONSTRAINT channels_connection_failures_check CHECK ((failures >= 0))
);



ALTER TABLE public.channels_connection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_connection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_discrepancy (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    key character varying(200) NOT NULL,
    theirs character varying(200) NOT NULL,
    ours character varying(200) NOT NULL,
    cause character varying(60) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    repaired_at timestamp with time zone,
    channel_id bigint NOT NULL
);



ALTER TABLE public.channels_discrepancy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_discrepancy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_inboundmessage (
    id bigint NOT NULL,
    channel character varying(100) NOT NULL,
    kind character varying(100) NOT NULL,
    external_id character varying(200) NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state character varying(11) DEFAULT 'new'::character varying NOT NULL,
    code character varying(80) DEFAULT ''::character varying NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    settled_at timestamp with time zone,
    subject character varying(200) DEFAULT ''::character varying NOT NULL,
    changed_at timestamp with time zone,
    CONSTRAINT channels_inboundmessage_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT quarantine_names_its_reason CHECK (((NOT ((state)::text = 'quarantined'::text)) OR (NOT ((code)::text = ''::text))))
);



ALTER TABLE public.channels_inboundmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_inboundmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_listing (
    id bigint NOT NULL,
    channel_sku character varying(100) NOT NULL,
    price numeric(19,4),
    ref character varying(200) DEFAULT ''::character varying NOT NULL,
    channel_id bigint NOT NULL,
    sku_id bigint NOT NULL
);



ALTER TABLE public.channels_listing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_listing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_offer (
    id bigint NOT NULL,
    wanted integer,
    wanted_version bigint DEFAULT 0 NOT NULL,
    published integer,
    published_version bigint DEFAULT 0 NOT NULL,
    available integer,
    buffer integer DEFAULT 0 NOT NULL,
    buffer_why jsonb DEFAULT '{}'::jsonb NOT NULL,
    changed_at timestamp with time zone,
    published_at timestamp with time zone,
    wanted_price numeric(19,4),
    published_price numeric(19,4),
    refused_price numeric(19,4),
    price_problem text DEFAULT ''::text NOT NULL,
    state character varying(10) DEFAULT 'waiting'::character varying NOT NULL,
    lease_until timestamp with time zone,
    problem text DEFAULT ''::text NOT NULL,
    channel_id bigint NOT NULL,
    listing_id bigint NOT NULL,
    CONSTRAINT offer_versions CHECK ((published_version <= wanted_version)),
    CONSTRAINT offer_wanted_not_negative CHECK (((wanted >= 0) OR (wanted IS NULL))),
    CONSTRAINT offer_within_available CHECK (((wanted IS NULL) OR (wanted = 0) OR (wanted <= (available - buffer))))
);



ALTER TABLE public.channels_offer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_offer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_offerpublication (
    id bigint NOT NULL,
    version bigint NOT NULL,
    quantity integer NOT NULL,
    available integer NOT NULL,
    buffer integer NOT NULL,
    at timestamp with time zone NOT NULL,
    offer_id bigint NOT NULL
);



ALTER TABLE public.channels_offerpublication ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_offerpublication_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_pushreceipt (
    id bigint NOT NULL,
    delivery_id character varying(200) NOT NULL,
    topic character varying(100) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    channel_id bigint NOT NULL
);



ALTER TABLE public.channels_pushreceipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_pushreceipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.channels_settlement (
    id bigint NOT NULL,
    external_id character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    external_order character varying(200) NOT NULL,
    amount numeric(19,4) NOT NULL,
    fee numeric(19,4) DEFAULT 0 NOT NULL,
    currency character varying(3) NOT NULL,
    booked_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    channel_id bigint NOT NULL
);



ALTER TABLE public.channels_settlement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.channels_settlement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.customers_customer (
    id bigint NOT NULL,
    kind character varying(8) DEFAULT 'person'::character varying NOT NULL,
    name character varying(160) NOT NULL,
    company character varying(160) DEFAULT ''::character varying NOT NULL,
    email character varying(254) DEFAULT ''::character varying NOT NULL,
    phone character varying(40) DEFAULT ''::character varying NOT NULL,
    vat_id character varying(20) DEFAULT ''::character varying NOT NULL,
    buyer_reference character varying(60) DEFAULT ''::character varying NOT NULL,
    invoice_endpoint character varying(120) DEFAULT ''::character varying NOT NULL,
    invoice_scheme character varying(4) DEFAULT ''::character varying NOT NULL,
    language character varying(5) DEFAULT 'de'::character varying NOT NULL,
    match_key character varying(400) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    group_id bigint,
    CONSTRAINT customer_kind_known CHECK (((kind)::text = ANY ((ARRAY['person'::character varying, 'company'::character varying])::text[])))
);



ALTER TABLE public.customers_customer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_customer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.customers_customeraddress (
    id bigint NOT NULL,
    street character varying(160) NOT NULL,
    postal_code character varying(16) NOT NULL,
    city character varying(100) NOT NULL,
    country character varying(2) NOT NULL,
    fingerprint character varying(32) NOT NULL,
    customer_id bigint NOT NULL
);



ALTER TABLE public.customers_customeraddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_customeraddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.customers_customergroup (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL
);



ALTER TABLE public.customers_customergroup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.customers_customergroup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id bigint NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);



ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);



ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);



ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);



CREATE TABLE public.fulfilment_fulfilmentline (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    picked integer DEFAULT 0 NOT NULL,
    order_line_id bigint NOT NULL,
    fulfilment_order_id bigint NOT NULL,
    CONSTRAINT fulfilment_line_range CHECK (((picked >= 0) AND (picked <= quantity) AND (quantity >= 0)))
);



ALTER TABLE public.fulfilment_fulfilmentline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_fulfilmentline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.fulfilment_fulfilmentorder (
    id bigint NOT NULL,
    state character varying(10) DEFAULT 'OPEN'::character varying NOT NULL,
    ship_by timestamp with time zone,
    opened_at timestamp with time zone NOT NULL,
    location_id bigint NOT NULL,
    order_id bigint NOT NULL,
    merge_id bigint
);



ALTER TABLE public.fulfilment_fulfilmentorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_fulfilmentorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.fulfilment_merge (
    id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by character varying(80) NOT NULL,
    undone_at timestamp with time zone,
    undone_by character varying(80) DEFAULT ''::character varying NOT NULL
);



ALTER TABLE public.fulfilment_merge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.fulfilment_picklist (
    id bigint NOT NULL,
    kind character varying(6) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by character varying(80) NOT NULL,
    done_at timestamp with time zone,
    location_id bigint NOT NULL
);



ALTER TABLE public.fulfilment_picklist ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_picklist_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.fulfilment_picktask (
    id bigint NOT NULL,
    bin character varying(20) DEFAULT ''::character varying NOT NULL,
    each integer DEFAULT 1 NOT NULL,
    quantity integer NOT NULL,
    picked integer DEFAULT 0 NOT NULL,
    missing integer DEFAULT 0 NOT NULL,
    fulfilment_line_id bigint NOT NULL,
    pick_list_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT pick_task_range CHECK (((each > 0) AND (missing >= 0) AND (picked >= 0) AND (quantity >= (picked + missing))))
);



ALTER TABLE public.fulfilment_picktask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_picktask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.fulfilment_shipment (
    id bigint NOT NULL,
    packed_at timestamp with time zone NOT NULL,
    packed_by character varying(80) NOT NULL,
    dispatched_at timestamp with time zone,
    fulfilment_order_id bigint NOT NULL,
    order_id bigint NOT NULL
);



ALTER TABLE public.fulfilment_shipment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_shipment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.fulfilment_shipmentline (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    order_line_id bigint NOT NULL,
    shipment_id bigint NOT NULL,
    CONSTRAINT shipment_line_positive CHECK ((quantity > 0))
);



ALTER TABLE public.fulfilment_shipmentline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fulfilment_shipmentline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.inventory_balance (
    id bigint NOT NULL,
    on_hand integer DEFAULT 0 NOT NULL,
    reserved integer DEFAULT 0 NOT NULL,
    safety_stock integer DEFAULT 0 NOT NULL,
    location_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT inventory_balance_safety_stock_check CHECK ((safety_stock >= 0)),
    CONSTRAINT reserved_in_stock CHECK (((reserved >= 0) AND (reserved <= on_hand)))
);



ALTER TABLE public.inventory_balance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inventory_balance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.inventory_channelbuffer (
    id bigint NOT NULL,
    quantity integer NOT NULL,
    channel_id bigint NOT NULL,
    sku_id bigint,
    CONSTRAINT inventory_channelbuffer_quantity_check CHECK ((quantity >= 0))
);



ALTER TABLE public.inventory_channelbuffer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inventory_channelbuffer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.inventory_demandrate (
    id bigint NOT NULL,
    sku_id bigint NOT NULL,
    pieces double precision NOT NULL,
    days double precision NOT NULL,
    clump double precision NOT NULL,
    at timestamp with time zone NOT NULL
);



ALTER TABLE public.inventory_demandrate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inventory_demandrate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.inventory_reservation (
    id bigint NOT NULL,
    demand_id bigint NOT NULL,
    quantity integer NOT NULL,
    open integer NOT NULL,
    issued_cost numeric(19,4) DEFAULT 0 NOT NULL,
    issued_uncosted integer DEFAULT 0 NOT NULL,
    at timestamp with time zone NOT NULL,
    location_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT reservation_open_range CHECK (((open >= 0) AND (open <= quantity))),
    CONSTRAINT reservation_positive CHECK ((quantity > 0))
);



ALTER TABLE public.inventory_reservation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inventory_reservation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.inventory_stockchange (
    id bigint NOT NULL,
    sku_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);



ALTER TABLE public.inventory_stockchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inventory_stockchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.inventory_stockmove (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    quantity integer NOT NULL,
    cause character varying(100) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    location_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT stock_move_kind_known CHECK (((kind)::text = ANY ((ARRAY['receipt'::character varying, 'adjust_up'::character varying, 'adjust_down'::character varying, 'reserve'::character varying, 'free'::character varying, 'issue'::character varying])::text[]))),
    CONSTRAINT stock_move_positive CHECK ((quantity > 0))
);



ALTER TABLE public.inventory_stockmove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inventory_stockmove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.invoicing_invoice (
    id bigint NOT NULL,
    series character varying(40) NOT NULL,
    year smallint NOT NULL,
    sequence bigint NOT NULL,
    number character varying(40) NOT NULL,
    source character varying(60) NOT NULL,
    occasion character varying(9) NOT NULL,
    kind character varying(10) DEFAULT 'invoice'::character varying NOT NULL,
    tax_case character varying(16) DEFAULT 'domestic'::character varying NOT NULL,
    tax_facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    currency character varying(3) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    rounding numeric(19,4) DEFAULT 0 NOT NULL,
    gross numeric(19,4) NOT NULL,
    due_on date,
    recipient jsonb NOT NULL,
    language character varying(5) NOT NULL,
    content jsonb NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_on date NOT NULL,
    corrects_id bigint,
    legal_entity_id bigint NOT NULL,
    order_id bigint NOT NULL,
    pdf_id bigint,
    xml_id bigint,
    CONSTRAINT invoice_gross CHECK ((gross = ((net + tax) + rounding))),
    CONSTRAINT invoice_kind CHECK ((((corrects_id IS NULL) AND (gross >= (0)::numeric) AND ((kind)::text = 'invoice'::text)) OR ((corrects_id IS NOT NULL) AND (gross <= (0)::numeric) AND ((kind)::text = ANY ((ARRAY['reversal'::character varying, 'correction'::character varying])::text[]))))),
    CONSTRAINT invoice_occasion CHECK (((((kind)::text = 'invoice'::text) AND ((occasion)::text = ANY ((ARRAY['ordered'::character varying, 'shipped'::character varying])::text[]))) OR ((corrects_id IS NOT NULL) AND ((occasion)::text = ANY ((ARRAY['cancelled'::character varying, 'corrected'::character varying])::text[]))))),
    CONSTRAINT invoice_sequence_positive CHECK ((sequence > 0)),
    CONSTRAINT invoicing_invoice_year_check CHECK ((year >= 0))
);



ALTER TABLE public.invoicing_invoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invoicing_invoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.invoicing_paperfailure (
    id bigint NOT NULL,
    problem text NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    at timestamp with time zone NOT NULL,
    not_before timestamp with time zone NOT NULL,
    invoice_id bigint NOT NULL,
    CONSTRAINT invoicing_paperfailure_attempts_check CHECK ((attempts >= 0))
);



ALTER TABLE public.invoicing_paperfailure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invoicing_paperfailure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.invoicing_receivedinvoice (
    id bigint NOT NULL,
    number character varying(200) NOT NULL,
    type_code character varying(4) NOT NULL,
    syntax character varying(4) NOT NULL,
    issued_on date,
    due_on date,
    seller character varying(200) NOT NULL,
    seller_vat_id character varying(30) DEFAULT ''::character varying NOT NULL,
    buyer character varying(200) NOT NULL,
    currency character varying(3) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    gross numeric(19,4) NOT NULL,
    payable numeric(19,4) NOT NULL,
    terms jsonb NOT NULL,
    fields jsonb NOT NULL,
    faults jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    legal_entity_id bigint NOT NULL,
    original_id bigint NOT NULL,
    xml_id bigint NOT NULL
);



CREATE TABLE public.invoicing_receivedinvoice_attachments (
    id bigint NOT NULL,
    receivedinvoice_id bigint CONSTRAINT invoicing_receivedinvoice_attachmen_receivedinvoice_id_not_null NOT NULL,
    storedfile_id bigint NOT NULL
);



ALTER TABLE public.invoicing_receivedinvoice_attachments ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invoicing_receivedinvoice_attachments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



ALTER TABLE public.invoicing_receivedinvoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invoicing_receivedinvoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.legal_entities_legalentity (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(120) NOT NULL,
    street character varying(120) DEFAULT ''::character varying NOT NULL,
    postal_code character varying(12) DEFAULT ''::character varying NOT NULL,
    city character varying(80) DEFAULT ''::character varying NOT NULL,
    country character varying(2) NOT NULL,
    vat_id character varying(20) DEFAULT ''::character varying NOT NULL,
    email character varying(254) DEFAULT ''::character varying NOT NULL,
    bank character varying(120) DEFAULT ''::character varying NOT NULL,
    currency character varying(3) DEFAULT 'EUR'::character varying NOT NULL,
    timezone character varying(40) DEFAULT 'Europe/Berlin'::character varying NOT NULL,
    tax_number character varying(20) DEFAULT ''::character varying NOT NULL,
    phone character varying(40) DEFAULT ''::character varying NOT NULL,
    website character varying(200) DEFAULT ''::character varying NOT NULL,
    iban character varying(34) DEFAULT ''::character varying NOT NULL,
    bic character varying(11) DEFAULT ''::character varying NOT NULL,
    register character varying(120) DEFAULT ''::character varying NOT NULL,
    managers character varying(200) DEFAULT ''::character varying NOT NULL,
    small_business boolean DEFAULT false NOT NULL,
    oss boolean DEFAULT true NOT NULL,
    footer character varying(300) DEFAULT ''::character varying NOT NULL,
    checks_vat_ids boolean DEFAULT false NOT NULL,
    payment_days smallint DEFAULT 14 NOT NULL,
    chart character varying(5) DEFAULT 'SKR03'::character varying NOT NULL,
    datev_consultant integer,
    datev_client integer,
    logo_id bigint,
    CONSTRAINT legal_entities_legalentity_datev_client_check CHECK ((datev_client >= 0)),
    CONSTRAINT legal_entities_legalentity_datev_consultant_check CHECK ((datev_consultant >= 0)),
    CONSTRAINT legal_entities_legalentity_payment_days_check CHECK ((payment_days >= 0))
);



ALTER TABLE public.legal_entities_legalentity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.legal_entities_legalentity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.legal_entities_taxregistration (
    id bigint NOT NULL,
    country character varying(2) NOT NULL,
    vat_id character varying(20) NOT NULL,
    legal_entity_id bigint NOT NULL
);



ALTER TABLE public.legal_entities_taxregistration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.legal_entities_taxregistration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.locations_closedday (
    id bigint NOT NULL,
    "on" date NOT NULL,
    reason character varying(80) NOT NULL,
    location_id bigint NOT NULL
);



ALTER TABLE public.locations_closedday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.locations_closedday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.locations_location (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(12) NOT NULL,
    active boolean NOT NULL,
    street character varying(120) NOT NULL,
    postal_code character varying(12) NOT NULL,
    city character varying(80) NOT NULL,
    country character varying(2) NOT NULL,
    latitude double precision,
    longitude double precision,
    timezone character varying(40) NOT NULL,
    working_days smallint[] NOT NULL,
    cut_off time without time zone NOT NULL,
    handling_days smallint NOT NULL,
    capacity_per_day integer,
    parcel_cost numeric(8,2) NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT location_cost_not_negative CHECK ((parcel_cost >= (0)::numeric)),
    CONSTRAINT locations_location_capacity_per_day_check CHECK ((capacity_per_day >= 0)),
    CONSTRAINT locations_location_handling_days_check CHECK ((handling_days >= 0))
);



ALTER TABLE public.locations_location ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.locations_location_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.messaging_message (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    reference character varying(60) NOT NULL,
    order_id bigint,
    language character varying(5) NOT NULL,
    recipient character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    files jsonb DEFAULT '[]'::jsonb NOT NULL,
    state character varying(8) DEFAULT 'queued'::character varying NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    tried_at timestamp with time zone,
    not_before timestamp with time zone,
    written_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT messaging_message_attempts_check CHECK ((attempts >= 0))
);



ALTER TABLE public.messaging_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.messaging_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.messaging_messagetemplate (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    language character varying(5) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL
);



ALTER TABLE public.messaging_messagetemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.messaging_messagetemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_cancellation (
    id bigint NOT NULL,
    external_id character varying(100) NOT NULL,
    sku_code character varying(100) NOT NULL,
    quantity integer NOT NULL,
    amount numeric(19,4) NOT NULL,
    outcome character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    channel_id bigint NOT NULL,
    line_id bigint,
    CONSTRAINT orders_cancellation_quantity_check CHECK ((quantity >= 0))
);



ALTER TABLE public.orders_cancellation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_cancellation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_hold (
    id bigint NOT NULL,
    reason character varying(10) NOT NULL,
    note character varying(500) DEFAULT ''::character varying NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    placed_by character varying(80) NOT NULL,
    lifted_at timestamp with time zone,
    lifted_by character varying(80) DEFAULT ''::character varying NOT NULL,
    order_id bigint NOT NULL
);



ALTER TABLE public.orders_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_lineentry (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    taken_from character varying(10) DEFAULT ''::character varying NOT NULL,
    quantity integer NOT NULL,
    reference character varying(100) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    line_id bigint NOT NULL,
    CONSTRAINT line_entry_positive CHECK ((quantity > 0))
);



ALTER TABLE public.orders_lineentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_lineentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_order (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    number character varying(40) NOT NULL,
    external_id character varying(100) NOT NULL,
    state character varying(9) NOT NULL,
    currency character varying(3) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    gross numeric(19,4) NOT NULL,
    payment character varying(12) NOT NULL,
    payment_account character varying(40) DEFAULT ''::character varying NOT NULL,
    payment_reference character varying(120) DEFAULT ''::character varying NOT NULL,
    tax_case character varying(16) DEFAULT 'domestic'::character varying NOT NULL,
    vat_id character varying(20) DEFAULT ''::character varying NOT NULL,
    told_total numeric(19,4),
    told_tax numeric(19,4),
    secured_at timestamp with time zone,
    ship_to jsonb NOT NULL,
    bill_to jsonb,
    language character varying(5) DEFAULT 'de'::character varying NOT NULL,
    tags character varying(100)[] DEFAULT '{}'::character varying(100)[] NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    ship_by timestamp with time zone,
    acknowledge_by timestamp with time zone,
    channel_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT order_gross_is_net_and_tax CHECK ((gross = (net + tax))),
    CONSTRAINT order_state_known CHECK (((state)::text = ANY ((ARRAY['PLACED'::character varying, 'HELD'::character varying, 'RELEASED'::character varying, 'CANCELLED'::character varying, 'CLOSED'::character varying])::text[])))
);



ALTER TABLE public.orders_order ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_ordercharge (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    title character varying(200) NOT NULL,
    tax_class character varying(10) DEFAULT 'standard'::character varying NOT NULL,
    rate numeric(5,2) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    gross numeric(19,4) NOT NULL,
    order_id bigint NOT NULL,
    CONSTRAINT charge_gross CHECK ((gross = (net + tax)))
);



ALTER TABLE public.orders_ordercharge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_ordercharge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_orderline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    title character varying(200) NOT NULL,
    channel_sku character varying(100) NOT NULL,
    recipe jsonb,
    weight_g integer DEFAULT 0 NOT NULL,
    unit_price numeric(19,4) NOT NULL,
    price_source character varying(60) DEFAULT ''::character varying NOT NULL,
    tax_class character varying(10) DEFAULT 'standard'::character varying NOT NULL,
    rate numeric(5,2) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    gross numeric(19,4) NOT NULL,
    ordered integer NOT NULL,
    reserved integer DEFAULT 0 NOT NULL,
    short integer DEFAULT 0 NOT NULL,
    picked integer DEFAULT 0 NOT NULL,
    shipped integer DEFAULT 0 NOT NULL,
    cancelled integer DEFAULT 0 NOT NULL,
    delivered integer DEFAULT 0 NOT NULL,
    returned integer DEFAULT 0 NOT NULL,
    invoiced integer DEFAULT 0 NOT NULL,
    credited integer DEFAULT 0 NOT NULL,
    external_id character varying(100) DEFAULT ''::character varying NOT NULL,
    ship_by timestamp with time zone,
    deliver_by timestamp with time zone,
    order_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    CONSTRAINT line_after_shipping CHECK (((credited >= 0) AND (credited <= invoiced) AND (delivered >= 0) AND (delivered <= shipped) AND (invoiced <= ordered) AND (returned >= 0) AND (returned <= shipped))),
    CONSTRAINT line_conserves_quantity CHECK ((ordered = ((((reserved + short) + picked) + shipped) + cancelled))),
    CONSTRAINT line_counts_not_negative CHECK (((cancelled >= 0) AND (ordered > 0) AND (picked >= 0) AND (reserved >= 0) AND (shipped >= 0) AND (short >= 0))),
    CONSTRAINT line_gross_is_net_and_tax CHECK ((gross = (net + tax))),
    CONSTRAINT orders_orderline_position_check CHECK (("position" >= 0)),
    CONSTRAINT orders_orderline_weight_g_check CHECK ((weight_g >= 0))
);



ALTER TABLE public.orders_orderline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_orderline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.orders_ordernote (
    id bigint NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    order_id bigint NOT NULL
);



ALTER TABLE public.orders_ordernote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_ordernote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_bankstatement (
    id bigint NOT NULL,
    account character varying(60) NOT NULL,
    number character varying(60) NOT NULL,
    format character varying(10) DEFAULT ''::character varying NOT NULL,
    currency character varying(3) NOT NULL,
    opening numeric(19,4),
    closing numeric(19,4),
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    file_id bigint NOT NULL,
    legal_entity_id bigint NOT NULL
);



ALTER TABLE public.payments_bankstatement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_bankstatement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_banktransaction (
    id bigint NOT NULL,
    account character varying(60) NOT NULL,
    fingerprint character varying(120) NOT NULL,
    booked_on date NOT NULL,
    valued_on date NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    name character varying(200) NOT NULL,
    iban character varying(40) NOT NULL,
    purpose text NOT NULL,
    end_to_end character varying(80) DEFAULT ''::character varying NOT NULL,
    bank_reference character varying(80) DEFAULT ''::character varying NOT NULL,
    batch character varying(80) DEFAULT ''::character varying NOT NULL,
    state character varying(8) NOT NULL,
    score smallint,
    proposals jsonb NOT NULL,
    settled_at timestamp with time zone,
    settled_by character varying(80) DEFAULT ''::character varying NOT NULL,
    statement_id bigint NOT NULL,
    CONSTRAINT bank_transaction_moves CHECK ((NOT (amount = (0)::numeric))),
    CONSTRAINT bank_transaction_settled CHECK ((((settled_at IS NULL) AND ((state)::text = 'open'::text)) OR ((settled_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['booked'::character varying, 'ignored'::character varying])::text[]))))),
    CONSTRAINT payments_banktransaction_score_check CHECK ((score >= 0))
);



ALTER TABLE public.payments_banktransaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_banktransaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_moneyintent (
    id bigint NOT NULL,
    way character varying(8) NOT NULL,
    kind character varying(9) NOT NULL,
    reference character varying(40) NOT NULL,
    cause character varying(80) NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    last boolean DEFAULT false NOT NULL,
    reason character varying(200) DEFAULT ''::character varying NOT NULL,
    state character varying(9) DEFAULT 'new'::character varying NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    not_before timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    external_id character varying(120) DEFAULT ''::character varying NOT NULL,
    holder character varying(70) DEFAULT ''::character varying NOT NULL,
    iban character varying(34) DEFAULT ''::character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by character varying(80) NOT NULL,
    settled_at timestamp with time zone,
    file_id bigint,
    legal_entity_id bigint,
    payment_id bigint NOT NULL,
    account_id bigint,
    CONSTRAINT money_intent_account CHECK ((((account_id IS NOT NULL) AND ((way)::text = 'provider'::text)) OR (NOT ((way)::text = 'provider'::text)))),
    CONSTRAINT money_intent_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT money_lease_only_in_flight CHECK (((((state)::text = 'inflight'::text) AND (lease_until IS NOT NULL)) OR ((NOT ((state)::text = 'inflight'::text)) AND (lease_until IS NULL)))),
    CONSTRAINT payments_moneyintent_attempts_check CHECK ((attempts >= 0))
);



ALTER TABLE public.payments_moneyintent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_moneyintent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_payment (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    method character varying(12) NOT NULL,
    currency character varying(3) NOT NULL,
    amount numeric(19,4) NOT NULL,
    authorized numeric(19,4) DEFAULT 0 NOT NULL,
    captured numeric(19,4) DEFAULT 0 NOT NULL,
    capture_pending numeric(19,4) DEFAULT 0 NOT NULL,
    refund_pending numeric(19,4) DEFAULT 0 NOT NULL,
    refunded numeric(19,4) DEFAULT 0 NOT NULL,
    disputed numeric(19,4) DEFAULT 0 NOT NULL,
    external_id character varying(120) DEFAULT ''::character varying NOT NULL,
    link character varying(500) DEFAULT ''::character varying NOT NULL,
    authorised_until timestamp with time zone,
    secured_at timestamp with time zone,
    opened_at timestamp with time zone NOT NULL,
    account_id bigint,
    CONSTRAINT captured_within_authorized CHECK (((authorized >= (captured + capture_pending)) AND (capture_pending >= (0)::numeric) AND (captured >= (0)::numeric))),
    CONSTRAINT provider_has_account CHECK ((((external_id)::text = ''::text) OR (account_id IS NOT NULL))),
    CONSTRAINT refunded_within_captured CHECK (((captured >= (refunded + refund_pending)) AND (refund_pending >= (0)::numeric) AND (refunded >= (0)::numeric)))
);



ALTER TABLE public.payments_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_paymententry (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    amount numeric(19,4) NOT NULL,
    reference character varying(120) NOT NULL,
    booked_on date,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    payment_id bigint NOT NULL,
    CONSTRAINT payment_entry_positive CHECK ((amount > (0)::numeric))
);



ALTER TABLE public.payments_paymententry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_paymententry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_provideraccount (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    provider character varying(40) NOT NULL,
    base_url character varying(200) NOT NULL,
    settings jsonb NOT NULL,
    secrets bytea NOT NULL,
    token bytea NOT NULL,
    token_expires_at timestamp with time zone,
    state character varying(11) NOT NULL,
    problem text NOT NULL,
    failed_at timestamp with time zone,
    booked_until timestamp with time zone,
    legal_entity_id bigint NOT NULL
);



ALTER TABLE public.payments_provideraccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_provideraccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_providerbooking (
    id bigint NOT NULL,
    external_id character varying(120) NOT NULL,
    kind character varying(8) NOT NULL,
    amount numeric(19,4) NOT NULL,
    fee numeric(19,4) DEFAULT 0 NOT NULL,
    currency character varying(3) NOT NULL,
    booked_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    payment_id bigint
);



ALTER TABLE public.payments_providerbooking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_providerbooking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_providermessage (
    id bigint NOT NULL,
    delivery_id character varying(200) NOT NULL,
    topic character varying(100) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL
);



ALTER TABLE public.payments_providermessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_providermessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_voucher (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    hint character varying(4) NOT NULL,
    purpose character varying(6) NOT NULL,
    tax_class character varying(10) DEFAULT ''::character varying NOT NULL,
    currency character varying(3) NOT NULL,
    amount numeric(19,4) NOT NULL,
    "left" numeric(19,4) NOT NULL,
    valid_until date,
    order_id bigint,
    issued_at timestamp with time zone NOT NULL,
    issued_by character varying(80) NOT NULL,
    blocked_at timestamp with time zone,
    legal_entity_id bigint NOT NULL,
    CONSTRAINT voucher_left_within_amount CHECK (((amount > (0)::numeric) AND ("left" >= (0)::numeric) AND ("left" <= amount))),
    CONSTRAINT voucher_purpose CHECK (((((purpose)::text = 'single'::text) AND (NOT ((tax_class)::text = ''::text))) OR (((purpose)::text = 'multi'::text) AND ((tax_class)::text = ''::text))))
);



ALTER TABLE public.payments_voucher ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_voucher_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.payments_voucherentry (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    amount numeric(19,4) NOT NULL,
    order_id bigint NOT NULL,
    reference character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    voucher_id bigint NOT NULL,
    CONSTRAINT voucher_entry_positive CHECK (((amount > (0)::numeric) AND ((kind)::text = ANY ((ARRAY['redeemed'::character varying, 'returned'::character varying])::text[]))))
);



ALTER TABLE public.payments_voucherentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payments_voucherentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_auditentry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    verb character varying(60) NOT NULL,
    subject character varying(40) NOT NULL,
    key bigint NOT NULL,
    before jsonb,
    after jsonb
);



ALTER TABLE public.platform_auditentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_auditentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_counter (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    last bigint DEFAULT 0 NOT NULL
);



ALTER TABLE public.platform_counter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_counter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_delivery (
    id bigint NOT NULL,
    listener character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL
);



ALTER TABLE public.platform_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_event (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    subject character varying(12) NOT NULL,
    key bigint NOT NULL,
    version integer NOT NULL,
    payload jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL
);



ALTER TABLE public.platform_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_idempotencykey (
    id bigint NOT NULL,
    principal character varying(80) NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT platform_idempotencykey_status_check CHECK ((status >= 0))
);



ALTER TABLE public.platform_idempotencykey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_idempotencykey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_ratelevel (
    id bigint NOT NULL,
    owner character varying(60) NOT NULL,
    name character varying(60) NOT NULL,
    level double precision NOT NULL,
    at timestamp with time zone NOT NULL
);



ALTER TABLE public.platform_ratelevel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_ratelevel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_runreport (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    name character varying(300) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    state character varying(12) DEFAULT 'running'::character varying NOT NULL,
    progress jsonb NOT NULL,
    report jsonb,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone
);



ALTER TABLE public.platform_runreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_runreport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_setaside (
    id bigint NOT NULL,
    listener character varying(60) NOT NULL,
    code character varying(80) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    settled_at timestamp with time zone,
    event_id bigint NOT NULL,
    CONSTRAINT platform_setaside_attempts_check CHECK ((attempts >= 0))
);



ALTER TABLE public.platform_setaside ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_setaside_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.platform_storedfile (
    id bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    media_type character varying(80) NOT NULL,
    size bigint NOT NULL,
    name character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL
);



ALTER TABLE public.platform_storedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_storedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.pricing_price (
    id bigint NOT NULL,
    from_quantity integer NOT NULL,
    amount numeric(19,4) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    sku_id bigint NOT NULL,
    price_list_id bigint NOT NULL,
    CONSTRAINT price_period CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT price_positive CHECK (((amount >= (0)::numeric) AND (from_quantity > 0))),
    CONSTRAINT pricing_price_from_quantity_check CHECK ((from_quantity >= 0))
);



ALTER TABLE public.pricing_price ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pricing_price_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.pricing_pricelist (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    currency character varying(3) NOT NULL,
    gross boolean NOT NULL,
    active boolean NOT NULL,
    group_id bigint
);



ALTER TABLE public.pricing_pricelist ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pricing_pricelist_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.pricing_taxrate (
    id bigint NOT NULL,
    country character varying(2) NOT NULL,
    tax_class character varying(10) NOT NULL,
    rate numeric(5,2) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT tax_rate_percent CHECK (((rate >= (0)::numeric) AND (rate < (100)::numeric))),
    CONSTRAINT tax_rate_period CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);



ALTER TABLE public.pricing_taxrate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pricing_taxrate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.pricing_vatcheck (
    id bigint NOT NULL,
    vat_id character varying(20) NOT NULL,
    asker character varying(20) NOT NULL,
    valid boolean NOT NULL,
    name character varying(200) NOT NULL,
    address character varying(300) NOT NULL,
    proof character varying(60) NOT NULL,
    told jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);



ALTER TABLE public.pricing_vatcheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pricing_vatcheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);



CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;



ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;



CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;



ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;



CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);



CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;



ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;



CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);



ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.shipping_labelintent (
    id bigint NOT NULL,
    reference uuid NOT NULL,
    state character varying(10) DEFAULT 'new'::character varying NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    not_before timestamp with time zone,
    settled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    parcel_id bigint NOT NULL,
    CONSTRAINT lease_only_in_flight CHECK (((((state)::text = 'inflight'::text) AND (lease_until IS NOT NULL)) OR ((NOT ((state)::text = 'inflight'::text)) AND (lease_until IS NULL)))),
    CONSTRAINT shipping_labelintent_attempts_check CHECK ((attempts >= 0))
);



ALTER TABLE public.shipping_labelintent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shipping_labelintent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.shipping_parcel (
    id bigint NOT NULL,
    shipment_id bigint NOT NULL,
    order_id bigint NOT NULL,
    order_number character varying(40) NOT NULL,
    carrier character varying(40) NOT NULL,
    weight_g integer DEFAULT 0 NOT NULL,
    sender jsonb NOT NULL,
    recipient jsonb NOT NULL,
    tracking_number character varying(60) DEFAULT ''::character varying NOT NULL,
    return_tracking_number character varying(60) DEFAULT ''::character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    lead_id bigint,
    pdf_id bigint,
    zpl_id bigint,
    CONSTRAINT shipping_parcel_weight_g_check CHECK ((weight_g >= 0))
);



ALTER TABLE public.shipping_parcel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.shipping_parcel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.sourcing_dayload (
    id bigint NOT NULL,
    day date NOT NULL,
    orders integer NOT NULL,
    location_id bigint NOT NULL
);



ALTER TABLE public.sourcing_dayload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sourcing_dayload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.sourcing_sourcingcosts (
    id bigint NOT NULL,
    per_100_km numeric(8,2) NOT NULL,
    per_day_of_waiting numeric(8,2) NOT NULL,
    per_split numeric(8,2) NOT NULL
);



ALTER TABLE public.sourcing_sourcingcosts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sourcing_sourcingcosts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.sourcing_sourcingdecision (
    id bigint NOT NULL,
    occasion character varying(12) NOT NULL,
    reasons jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    order_id bigint NOT NULL
);



ALTER TABLE public.sourcing_sourcingdecision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sourcing_sourcingdecision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.sourcing_sourcingrule (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    active boolean NOT NULL,
    effect character varying(10) NOT NULL,
    amount numeric(8,2) NOT NULL,
    country character varying(2) NOT NULL,
    channel_id bigint,
    location_id bigint NOT NULL,
    sku_id bigint
);



ALTER TABLE public.sourcing_sourcingrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sourcing_sourcingrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);



ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);



ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

































INSERT INTO public.accounting_debtor VALUES (1, 'channel:1', 10001, 'Kunden Shop', NULL, 1);















INSERT INTO public.accounting_posting VALUES (1, 1, 'paper:1', 0, '2026-11-26', 10001, 8400, 20.0000, 'EUR', 3.1900, 19.00, 'domestic', 'DE', '', 'MU-2026-000001', NULL, '2026-11-26', 'Rechnung Erika Muster', 1, '2026-11-26 15:07:04.492678+00', 'system:kontor', 'f2adb3fe8960d5bbd5badc497ec81434ab0764f366a64070b6f47e78e435be6e', '0000000000000000000000000000000000000000000000000000000000000000', '21a98bbe827f7bef7a6fa8ad7651f15af1cecbfb7083e2ea8ed98595dd9b6ade', 1);
INSERT INTO public.accounting_posting VALUES (2, 2, 'money:1', 0, '2026-11-26', 1360, 10001, 20.0000, 'EUR', 0.0000, 0.00, '', '', '', '', NULL, NULL, 'Zahlung 100001 beim Kanal', 1, '2026-11-26 15:07:04.492678+00', 'system:kontor', '', '21a98bbe827f7bef7a6fa8ad7651f15af1cecbfb7083e2ea8ed98595dd9b6ade', '9d7a28659aa06babb7fee1bd68003f71399df8a72885b9d91f5fdfc85ccbf798', 1);
INSERT INTO public.accounting_posting VALUES (3, 3, 'paper:2', 0, '2026-11-20', 8400, 10001, 10.0000, 'EUR', 1.5900, 19.00, 'domestic', 'DE', '', 'MU-K-2026-000001', NULL, '2026-11-26', 'Korrektur Erika Muster', 1, '2026-11-26 15:07:04.627394+00', 'system:kontor', '2ff826077535425bbbb31b532a501aebe5e54943c48e744284da99e8a98ce033', '9d7a28659aa06babb7fee1bd68003f71399df8a72885b9d91f5fdfc85ccbf798', '63ecf8fea044f02b763d12be4153c6d1b0423633c05d827c3b4f3f9bff070aab', 1);









INSERT INTO public.auth_permission VALUES (1, 'Can add permission', 1, 'add_permission');
INSERT INTO public.auth_permission VALUES (2, 'Can change permission', 1, 'change_permission');
INSERT INTO public.auth_permission VALUES (3, 'Can delete permission', 1, 'delete_permission');
INSERT INTO public.auth_permission VALUES (4, 'Can view permission', 1, 'view_permission');
INSERT INTO public.auth_permission VALUES (5, 'Can add group', 2, 'add_group');
INSERT INTO public.auth_permission VALUES (6, 'Can change group', 2, 'change_group');
INSERT INTO public.auth_permission VALUES (7, 'Can delete group', 2, 'delete_group');
INSERT INTO public.auth_permission VALUES (8, 'Can view group', 2, 'view_group');
INSERT INTO public.auth_permission VALUES (9, 'Can add content type', 3, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (10, 'Can change content type', 3, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (11, 'Can delete content type', 3, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (12, 'Can view content type', 3, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (13, 'Can add session', 4, 'add_session');
INSERT INTO public.auth_permission VALUES (14, 'Can change session', 4, 'change_session');
INSERT INTO public.auth_permission VALUES (15, 'Can delete session', 4, 'delete_session');
INSERT INTO public.auth_permission VALUES (16, 'Can view session', 4, 'view_session');
INSERT INTO public.auth_permission VALUES (17, 'Can add procrastinate event', 5, 'add_procrastinateevent');
INSERT INTO public.auth_permission VALUES (18, 'Can change procrastinate event', 5, 'change_procrastinateevent');
INSERT INTO public.auth_permission VALUES (19, 'Can delete procrastinate event', 5, 'delete_procrastinateevent');
INSERT INTO public.auth_permission VALUES (20, 'Can view procrastinate event', 5, 'view_procrastinateevent');
INSERT INTO public.auth_permission VALUES (21, 'Can add procrastinate job', 6, 'add_procrastinatejob');
INSERT INTO public.auth_permission VALUES (22, 'Can change procrastinate job', 6, 'change_procrastinatejob');
INSERT INTO public.auth_permission VALUES (23, 'Can delete procrastinate job', 6, 'delete_procrastinatejob');
INSERT INTO public.auth_permission VALUES (24, 'Can view procrastinate job', 6, 'view_procrastinatejob');
INSERT INTO public.auth_permission VALUES (25, 'Can add procrastinate periodic defer', 7, 'add_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (26, 'Can change procrastinate periodic defer', 7, 'change_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (27, 'Can delete procrastinate periodic defer', 7, 'delete_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (28, 'Can view procrastinate periodic defer', 7, 'view_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (29, 'Can add procrastinate worker', 8, 'add_procrastinateworker');
INSERT INTO public.auth_permission VALUES (30, 'Can change procrastinate worker', 8, 'change_procrastinateworker');
INSERT INTO public.auth_permission VALUES (31, 'Can delete procrastinate worker', 8, 'delete_procrastinateworker');
INSERT INTO public.auth_permission VALUES (32, 'Can view procrastinate worker', 8, 'view_procrastinateworker');
INSERT INTO public.auth_permission VALUES (33, 'Can add access attempt', 9, 'add_accessattempt');
INSERT INTO public.auth_permission VALUES (34, 'Can change access attempt', 9, 'change_accessattempt');
INSERT INTO public.auth_permission VALUES (35, 'Can delete access attempt', 9, 'delete_accessattempt');
INSERT INTO public.auth_permission VALUES (36, 'Can view access attempt', 9, 'view_accessattempt');
INSERT INTO public.auth_permission VALUES (37, 'Can add access log', 10, 'add_accesslog');
INSERT INTO public.auth_permission VALUES (38, 'Can change access log', 10, 'change_accesslog');
INSERT INTO public.auth_permission VALUES (39, 'Can delete access log', 10, 'delete_accesslog');
INSERT INTO public.auth_permission VALUES (40, 'Can view access log', 10, 'view_accesslog');
INSERT INTO public.auth_permission VALUES (41, 'Can add access failure', 11, 'add_accessfailurelog');
INSERT INTO public.auth_permission VALUES (42, 'Can change access failure', 11, 'change_accessfailurelog');
INSERT INTO public.auth_permission VALUES (43, 'Can delete access failure', 11, 'delete_accessfailurelog');
INSERT INTO public.auth_permission VALUES (44, 'Can view access failure', 11, 'view_accessfailurelog');
INSERT INTO public.auth_permission VALUES (45, 'Can add access attempt expiration', 12, 'add_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (46, 'Can change access attempt expiration', 12, 'change_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (47, 'Can delete access attempt expiration', 12, 'delete_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (48, 'Can view access attempt expiration', 12, 'view_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (49, 'Can add counter', 13, 'add_counter');
INSERT INTO public.auth_permission VALUES (50, 'Can change counter', 13, 'change_counter');
INSERT INTO public.auth_permission VALUES (51, 'Can delete counter', 13, 'delete_counter');
INSERT INTO public.auth_permission VALUES (52, 'Can view counter', 13, 'view_counter');
INSERT INTO public.auth_permission VALUES (53, 'Can add stored file', 14, 'add_storedfile');
INSERT INTO public.auth_permission VALUES (54, 'Can change stored file', 14, 'change_storedfile');
INSERT INTO public.auth_permission VALUES (55, 'Can delete stored file', 14, 'delete_storedfile');
INSERT INTO public.auth_permission VALUES (56, 'Can view stored file', 14, 'view_storedfile');
INSERT INTO public.auth_permission VALUES (57, 'Can add Audit entry', 15, 'add_auditentry');
INSERT INTO public.auth_permission VALUES (58, 'Can change Audit entry', 15, 'change_auditentry');
INSERT INTO public.auth_permission VALUES (59, 'Can delete Audit entry', 15, 'delete_auditentry');
INSERT INTO public.auth_permission VALUES (60, 'Can view Audit entry', 15, 'view_auditentry');
INSERT INTO public.auth_permission VALUES (61, 'Can add event', 16, 'add_event');
INSERT INTO public.auth_permission VALUES (62, 'Can change event', 16, 'change_event');
INSERT INTO public.auth_permission VALUES (63, 'Can delete event', 16, 'delete_event');
INSERT INTO public.auth_permission VALUES (64, 'Can view event', 16, 'view_event');
INSERT INTO public.auth_permission VALUES (65, 'Can add idempotency key', 17, 'add_idempotencykey');
INSERT INTO public.auth_permission VALUES (66, 'Can change idempotency key', 17, 'change_idempotencykey');
INSERT INTO public.auth_permission VALUES (67, 'Can delete idempotency key', 17, 'delete_idempotencykey');
INSERT INTO public.auth_permission VALUES (68, 'Can view idempotency key', 17, 'view_idempotencykey');
INSERT INTO public.auth_permission VALUES (69, 'Can add rate level', 18, 'add_ratelevel');
INSERT INTO public.auth_permission VALUES (70, 'Can change rate level', 18, 'change_ratelevel');
INSERT INTO public.auth_permission VALUES (71, 'Can delete rate level', 18, 'delete_ratelevel');
INSERT INTO public.auth_permission VALUES (72, 'Can view rate level', 18, 'view_ratelevel');
INSERT INTO public.auth_permission VALUES (73, 'Can add run report', 19, 'add_runreport');
INSERT INTO public.auth_permission VALUES (74, 'Can change run report', 19, 'change_runreport');
INSERT INTO public.auth_permission VALUES (75, 'Can delete run report', 19, 'delete_runreport');
INSERT INTO public.auth_permission VALUES (76, 'Can view run report', 19, 'view_runreport');
INSERT INTO public.auth_permission VALUES (77, 'Can add delivery', 20, 'add_delivery');
INSERT INTO public.auth_permission VALUES (78, 'Can change delivery', 20, 'change_delivery');
INSERT INTO public.auth_permission VALUES (79, 'Can delete delivery', 20, 'delete_delivery');
INSERT INTO public.auth_permission VALUES (80, 'Can view delivery', 20, 'view_delivery');
INSERT INTO public.auth_permission VALUES (81, 'Can add Failed job', 21, 'add_setaside');
INSERT INTO public.auth_permission VALUES (82, 'Can change Failed job', 21, 'change_setaside');
INSERT INTO public.auth_permission VALUES (83, 'Can delete Failed job', 21, 'delete_setaside');
INSERT INTO public.auth_permission VALUES (84, 'Can view Failed job', 21, 'view_setaside');
INSERT INTO public.auth_permission VALUES (85, 'Can add Legal entity', 22, 'add_legalentity');
INSERT INTO public.auth_permission VALUES (86, 'Can change Legal entity', 22, 'change_legalentity');
INSERT INTO public.auth_permission VALUES (87, 'Can delete Legal entity', 22, 'delete_legalentity');
INSERT INTO public.auth_permission VALUES (88, 'Can view Legal entity', 22, 'view_legalentity');
INSERT INTO public.auth_permission VALUES (89, 'Can add VAT registration', 23, 'add_taxregistration');
INSERT INTO public.auth_permission VALUES (90, 'Can change VAT registration', 23, 'change_taxregistration');
INSERT INTO public.auth_permission VALUES (91, 'Can delete VAT registration', 23, 'delete_taxregistration');
INSERT INTO public.auth_permission VALUES (92, 'Can view VAT registration', 23, 'view_taxregistration');
INSERT INTO public.auth_permission VALUES (93, 'Can add API key', 24, 'add_apikey');
INSERT INTO public.auth_permission VALUES (94, 'Can change API key', 24, 'change_apikey');
INSERT INTO public.auth_permission VALUES (95, 'Can delete API key', 24, 'delete_apikey');
INSERT INTO public.auth_permission VALUES (96, 'Can view API key', 24, 'view_apikey');
INSERT INTO public.auth_permission VALUES (97, 'Can add Role', 25, 'add_role');
INSERT INTO public.auth_permission VALUES (98, 'Can change Role', 25, 'change_role');
INSERT INTO public.auth_permission VALUES (99, 'Can delete Role', 25, 'delete_role');
INSERT INTO public.auth_permission VALUES (100, 'Can view Role', 25, 'view_role');
INSERT INTO public.auth_permission VALUES (101, 'Can add user', 26, 'add_user');
INSERT INTO public.auth_permission VALUES (102, 'Can change user', 26, 'change_user');
INSERT INTO public.auth_permission VALUES (103, 'Can delete user', 26, 'delete_user');
INSERT INTO public.auth_permission VALUES (104, 'Can view user', 26, 'view_user');
INSERT INTO public.auth_permission VALUES (105, 'Can add Product', 27, 'add_product');
INSERT INTO public.auth_permission VALUES (106, 'Can change Product', 27, 'change_product');
INSERT INTO public.auth_permission VALUES (107, 'Can delete Product', 27, 'delete_product');
INSERT INTO public.auth_permission VALUES (108, 'Can view Product', 27, 'view_product');
INSERT INTO public.auth_permission VALUES (109, 'Can add SKU', 28, 'add_sku');
INSERT INTO public.auth_permission VALUES (110, 'Can change SKU', 28, 'change_sku');
INSERT INTO public.auth_permission VALUES (111, 'Can delete SKU', 28, 'delete_sku');
INSERT INTO public.auth_permission VALUES (112, 'Can view SKU', 28, 'view_sku');
INSERT INTO public.auth_permission VALUES (113, 'Can add Kit part', 29, 'add_kitpart');
INSERT INTO public.auth_permission VALUES (114, 'Can change Kit part', 29, 'change_kitpart');
INSERT INTO public.auth_permission VALUES (115, 'Can delete Kit part', 29, 'delete_kitpart');
INSERT INTO public.auth_permission VALUES (116, 'Can view Kit part', 29, 'view_kitpart');
INSERT INTO public.auth_permission VALUES (117, 'Can add Barcode', 30, 'add_barcode');
INSERT INTO public.auth_permission VALUES (118, 'Can change Barcode', 30, 'change_barcode');
INSERT INTO public.auth_permission VALUES (119, 'Can delete Barcode', 30, 'delete_barcode');
INSERT INTO public.auth_permission VALUES (120, 'Can view Barcode', 30, 'view_barcode');
INSERT INTO public.auth_permission VALUES (121, 'Can add Customer group', 31, 'add_customergroup');
INSERT INTO public.auth_permission VALUES (122, 'Can change Customer group', 31, 'change_customergroup');
INSERT INTO public.auth_permission VALUES (123, 'Can delete Customer group', 31, 'delete_customergroup');
INSERT INTO public.auth_permission VALUES (124, 'Can view Customer group', 31, 'view_customergroup');
INSERT INTO public.auth_permission VALUES (125, 'Can add Customer', 32, 'add_customer');
INSERT INTO public.auth_permission VALUES (126, 'Can change Customer', 32, 'change_customer');
INSERT INTO public.auth_permission VALUES (127, 'Can delete Customer', 32, 'delete_customer');
INSERT INTO public.auth_permission VALUES (128, 'Can view Customer', 32, 'view_customer');
INSERT INTO public.auth_permission VALUES (129, 'Can add Address', 33, 'add_customeraddress');
INSERT INTO public.auth_permission VALUES (130, 'Can change Address', 33, 'change_customeraddress');
INSERT INTO public.auth_permission VALUES (131, 'Can delete Address', 33, 'delete_customeraddress');
INSERT INTO public.auth_permission VALUES (132, 'Can view Address', 33, 'view_customeraddress');
INSERT INTO public.auth_permission VALUES (133, 'Can add Location', 34, 'add_location');
INSERT INTO public.auth_permission VALUES (134, 'Can change Location', 34, 'change_location');
INSERT INTO public.auth_permission VALUES (135, 'Can delete Location', 34, 'delete_location');
INSERT INTO public.auth_permission VALUES (136, 'Can view Location', 34, 'view_location');
INSERT INTO public.auth_permission VALUES (137, 'Can add Closed day', 35, 'add_closedday');
INSERT INTO public.auth_permission VALUES (138, 'Can change Closed day', 35, 'change_closedday');
INSERT INTO public.auth_permission VALUES (139, 'Can delete Closed day', 35, 'delete_closedday');
INSERT INTO public.auth_permission VALUES (140, 'Can view Closed day', 35, 'view_closedday');
INSERT INTO public.auth_permission VALUES (141, 'Can add Parcel', 36, 'add_parcel');
INSERT INTO public.auth_permission VALUES (142, 'Can change Parcel', 36, 'change_parcel');
INSERT INTO public.auth_permission VALUES (143, 'Can delete Parcel', 36, 'delete_parcel');
INSERT INTO public.auth_permission VALUES (144, 'Can view Parcel', 36, 'view_parcel');
INSERT INTO public.auth_permission VALUES (145, 'Can add Label', 37, 'add_labelintent');
INSERT INTO public.auth_permission VALUES (146, 'Can change Label', 37, 'change_labelintent');
INSERT INTO public.auth_permission VALUES (147, 'Can delete Label', 37, 'delete_labelintent');
INSERT INTO public.auth_permission VALUES (148, 'Can view Label', 37, 'view_labelintent');
INSERT INTO public.auth_permission VALUES (149, 'Can add Message', 38, 'add_message');
INSERT INTO public.auth_permission VALUES (150, 'Can change Message', 38, 'change_message');
INSERT INTO public.auth_permission VALUES (151, 'Can delete Message', 38, 'delete_message');
INSERT INTO public.auth_permission VALUES (152, 'Can view Message', 38, 'view_message');
INSERT INTO public.auth_permission VALUES (153, 'Can add Message template', 39, 'add_messagetemplate');
INSERT INTO public.auth_permission VALUES (154, 'Can change Message template', 39, 'change_messagetemplate');
INSERT INTO public.auth_permission VALUES (155, 'Can delete Message template', 39, 'delete_messagetemplate');
INSERT INTO public.auth_permission VALUES (156, 'Can view Message template', 39, 'view_messagetemplate');
INSERT INTO public.auth_permission VALUES (157, 'Can add Sales channel', 40, 'add_channel');
INSERT INTO public.auth_permission VALUES (158, 'Can change Sales channel', 40, 'change_channel');
INSERT INTO public.auth_permission VALUES (159, 'Can delete Sales channel', 40, 'delete_channel');
INSERT INTO public.auth_permission VALUES (160, 'Can view Sales channel', 40, 'view_channel');
INSERT INTO public.auth_permission VALUES (161, 'Can add Connection', 41, 'add_connection');
INSERT INTO public.auth_permission VALUES (162, 'Can change Connection', 41, 'change_connection');
INSERT INTO public.auth_permission VALUES (163, 'Can delete Connection', 41, 'delete_connection');
INSERT INTO public.auth_permission VALUES (164, 'Can view Connection', 41, 'view_connection');
INSERT INTO public.auth_permission VALUES (165, 'Can add Inbound message', 42, 'add_inboundmessage');
INSERT INTO public.auth_permission VALUES (166, 'Can change Inbound message', 42, 'change_inboundmessage');
INSERT INTO public.auth_permission VALUES (167, 'Can delete Inbound message', 42, 'delete_inboundmessage');
INSERT INTO public.auth_permission VALUES (168, 'Can view Inbound message', 42, 'view_inboundmessage');
INSERT INTO public.auth_permission VALUES (169, 'Can add Listing', 43, 'add_listing');
INSERT INTO public.auth_permission VALUES (170, 'Can change Listing', 43, 'change_listing');
INSERT INTO public.auth_permission VALUES (171, 'Can delete Listing', 43, 'delete_listing');
INSERT INTO public.auth_permission VALUES (172, 'Can view Listing', 43, 'view_listing');
INSERT INTO public.auth_permission VALUES (173, 'Can add Offer', 44, 'add_offer');
INSERT INTO public.auth_permission VALUES (174, 'Can change Offer', 44, 'change_offer');
INSERT INTO public.auth_permission VALUES (175, 'Can delete Offer', 44, 'delete_offer');
INSERT INTO public.auth_permission VALUES (176, 'Can view Offer', 44, 'view_offer');
INSERT INTO public.auth_permission VALUES (177, 'Can add offer publication', 45, 'add_offerpublication');
INSERT INTO public.auth_permission VALUES (178, 'Can change offer publication', 45, 'change_offerpublication');
INSERT INTO public.auth_permission VALUES (179, 'Can delete offer publication', 45, 'delete_offerpublication');
INSERT INTO public.auth_permission VALUES (180, 'Can view offer publication', 45, 'view_offerpublication');
INSERT INTO public.auth_permission VALUES (181, 'Can add push receipt', 46, 'add_pushreceipt');
INSERT INTO public.auth_permission VALUES (182, 'Can change push receipt', 46, 'change_pushreceipt');
INSERT INTO public.auth_permission VALUES (183, 'Can delete push receipt', 46, 'delete_pushreceipt');
INSERT INTO public.auth_permission VALUES (184, 'Can view push receipt', 46, 'view_pushreceipt');
INSERT INTO public.auth_permission VALUES (185, 'Can add Settlement', 47, 'add_settlement');
INSERT INTO public.auth_permission VALUES (186, 'Can change Settlement', 47, 'change_settlement');
INSERT INTO public.auth_permission VALUES (187, 'Can delete Settlement', 47, 'delete_settlement');
INSERT INTO public.auth_permission VALUES (188, 'Can view Settlement', 47, 'view_settlement');
INSERT INTO public.auth_permission VALUES (189, 'Can add call tally', 48, 'add_calltally');
INSERT INTO public.auth_permission VALUES (190, 'Can change call tally', 48, 'change_calltally');
INSERT INTO public.auth_permission VALUES (191, 'Can delete call tally', 48, 'delete_calltally');
INSERT INTO public.auth_permission VALUES (192, 'Can view call tally', 48, 'view_calltally');
INSERT INTO public.auth_permission VALUES (193, 'Can add Message to a channel', 49, 'add_channelintent');
INSERT INTO public.auth_permission VALUES (194, 'Can change Message to a channel', 49, 'change_channelintent');
INSERT INTO public.auth_permission VALUES (195, 'Can delete Message to a channel', 49, 'delete_channelintent');
INSERT INTO public.auth_permission VALUES (196, 'Can view Message to a channel', 49, 'view_channelintent');
INSERT INTO public.auth_permission VALUES (197, 'Can add Discrepancy', 50, 'add_discrepancy');
INSERT INTO public.auth_permission VALUES (198, 'Can change Discrepancy', 50, 'change_discrepancy');
INSERT INTO public.auth_permission VALUES (199, 'Can delete Discrepancy', 50, 'delete_discrepancy');
INSERT INTO public.auth_permission VALUES (200, 'Can view Discrepancy', 50, 'view_discrepancy');
INSERT INTO public.auth_permission VALUES (201, 'Can add Price list', 51, 'add_pricelist');
INSERT INTO public.auth_permission VALUES (202, 'Can change Price list', 51, 'change_pricelist');
INSERT INTO public.auth_permission VALUES (203, 'Can delete Price list', 51, 'delete_pricelist');
INSERT INTO public.auth_permission VALUES (204, 'Can view Price list', 51, 'view_pricelist');
INSERT INTO public.auth_permission VALUES (205, 'Can add Price', 52, 'add_price');
INSERT INTO public.auth_permission VALUES (206, 'Can change Price', 52, 'change_price');
INSERT INTO public.auth_permission VALUES (207, 'Can delete Price', 52, 'delete_price');
INSERT INTO public.auth_permission VALUES (208, 'Can view Price', 52, 'view_price');
INSERT INTO public.auth_permission VALUES (209, 'Can add VAT rate', 53, 'add_taxrate');
INSERT INTO public.auth_permission VALUES (210, 'Can change VAT rate', 53, 'change_taxrate');
INSERT INTO public.auth_permission VALUES (211, 'Can delete VAT rate', 53, 'delete_taxrate');
INSERT INTO public.auth_permission VALUES (212, 'Can view VAT rate', 53, 'view_taxrate');
INSERT INTO public.auth_permission VALUES (213, 'Can add VAT id check', 54, 'add_vatcheck');
INSERT INTO public.auth_permission VALUES (214, 'Can change VAT id check', 54, 'change_vatcheck');
INSERT INTO public.auth_permission VALUES (215, 'Can delete VAT id check', 54, 'delete_vatcheck');
INSERT INTO public.auth_permission VALUES (216, 'Can view VAT id check', 54, 'view_vatcheck');
INSERT INTO public.auth_permission VALUES (217, 'Can add demand rate', 55, 'add_demandrate');
INSERT INTO public.auth_permission VALUES (218, 'Can change demand rate', 55, 'change_demandrate');
INSERT INTO public.auth_permission VALUES (219, 'Can delete demand rate', 55, 'delete_demandrate');
INSERT INTO public.auth_permission VALUES (220, 'Can view demand rate', 55, 'view_demandrate');
INSERT INTO public.auth_permission VALUES (221, 'Can add stock change', 56, 'add_stockchange');
INSERT INTO public.auth_permission VALUES (222, 'Can change stock change', 56, 'change_stockchange');
INSERT INTO public.auth_permission VALUES (223, 'Can delete stock change', 56, 'delete_stockchange');
INSERT INTO public.auth_permission VALUES (224, 'Can view stock change', 56, 'view_stockchange');
INSERT INTO public.auth_permission VALUES (225, 'Can add Stock', 57, 'add_balance');
INSERT INTO public.auth_permission VALUES (226, 'Can change Stock', 57, 'change_balance');
INSERT INTO public.auth_permission VALUES (227, 'Can delete Stock', 57, 'delete_balance');
INSERT INTO public.auth_permission VALUES (228, 'Can view Stock', 57, 'view_balance');
INSERT INTO public.auth_permission VALUES (229, 'Can add Channel buffer', 58, 'add_channelbuffer');
INSERT INTO public.auth_permission VALUES (230, 'Can change Channel buffer', 58, 'change_channelbuffer');
INSERT INTO public.auth_permission VALUES (231, 'Can delete Channel buffer', 58, 'delete_channelbuffer');
INSERT INTO public.auth_permission VALUES (232, 'Can view Channel buffer', 58, 'view_channelbuffer');
INSERT INTO public.auth_permission VALUES (233, 'Can add Reservation', 59, 'add_reservation');
INSERT INTO public.auth_permission VALUES (234, 'Can change Reservation', 59, 'change_reservation');
INSERT INTO public.auth_permission VALUES (235, 'Can delete Reservation', 59, 'delete_reservation');
INSERT INTO public.auth_permission VALUES (236, 'Can view Reservation', 59, 'view_reservation');
INSERT INTO public.auth_permission VALUES (237, 'Can add Stock move', 60, 'add_stockmove');
INSERT INTO public.auth_permission VALUES (238, 'Can change Stock move', 60, 'change_stockmove');
INSERT INTO public.auth_permission VALUES (239, 'Can delete Stock move', 60, 'delete_stockmove');
INSERT INTO public.auth_permission VALUES (240, 'Can view Stock move', 60, 'view_stockmove');
INSERT INTO public.auth_permission VALUES (241, 'Can add Order', 61, 'add_order');
INSERT INTO public.auth_permission VALUES (242, 'Can change Order', 61, 'change_order');
INSERT INTO public.auth_permission VALUES (243, 'Can delete Order', 61, 'delete_order');
INSERT INTO public.auth_permission VALUES (244, 'Can view Order', 61, 'view_order');
INSERT INTO public.auth_permission VALUES (245, 'Can add Hold', 62, 'add_hold');
INSERT INTO public.auth_permission VALUES (246, 'Can change Hold', 62, 'change_hold');
INSERT INTO public.auth_permission VALUES (247, 'Can delete Hold', 62, 'delete_hold');
INSERT INTO public.auth_permission VALUES (248, 'Can view Hold', 62, 'view_hold');
INSERT INTO public.auth_permission VALUES (249, 'Can add Charge', 63, 'add_ordercharge');
INSERT INTO public.auth_permission VALUES (250, 'Can change Charge', 63, 'change_ordercharge');
INSERT INTO public.auth_permission VALUES (251, 'Can delete Charge', 63, 'delete_ordercharge');
INSERT INTO public.auth_permission VALUES (252, 'Can view Charge', 63, 'view_ordercharge');
INSERT INTO public.auth_permission VALUES (253, 'Can add Order line', 64, 'add_orderline');
INSERT INTO public.auth_permission VALUES (254, 'Can change Order line', 64, 'change_orderline');
INSERT INTO public.auth_permission VALUES (255, 'Can delete Order line', 64, 'delete_orderline');
INSERT INTO public.auth_permission VALUES (256, 'Can view Order line', 64, 'view_orderline');
INSERT INTO public.auth_permission VALUES (257, 'Can add Line entry', 65, 'add_lineentry');
INSERT INTO public.auth_permission VALUES (258, 'Can change Line entry', 65, 'change_lineentry');
INSERT INTO public.auth_permission VALUES (259, 'Can delete Line entry', 65, 'delete_lineentry');
INSERT INTO public.auth_permission VALUES (260, 'Can view Line entry', 65, 'view_lineentry');
INSERT INTO public.auth_permission VALUES (261, 'Can add Cancellation', 66, 'add_cancellation');
INSERT INTO public.auth_permission VALUES (262, 'Can change Cancellation', 66, 'change_cancellation');
INSERT INTO public.auth_permission VALUES (263, 'Can delete Cancellation', 66, 'delete_cancellation');
INSERT INTO public.auth_permission VALUES (264, 'Can view Cancellation', 66, 'view_cancellation');
INSERT INTO public.auth_permission VALUES (265, 'Can add order note', 67, 'add_ordernote');
INSERT INTO public.auth_permission VALUES (266, 'Can change order note', 67, 'change_ordernote');
INSERT INTO public.auth_permission VALUES (267, 'Can delete order note', 67, 'delete_ordernote');
INSERT INTO public.auth_permission VALUES (268, 'Can view order note', 67, 'view_ordernote');
INSERT INTO public.auth_permission VALUES (269, 'Can add Bank statement', 68, 'add_bankstatement');
INSERT INTO public.auth_permission VALUES (270, 'Can change Bank statement', 68, 'change_bankstatement');
INSERT INTO public.auth_permission VALUES (271, 'Can delete Bank statement', 68, 'delete_bankstatement');
INSERT INTO public.auth_permission VALUES (272, 'Can view Bank statement', 68, 'view_bankstatement');
INSERT INTO public.auth_permission VALUES (273, 'Can add Payment account', 69, 'add_provideraccount');
INSERT INTO public.auth_permission VALUES (274, 'Can change Payment account', 69, 'change_provideraccount');
INSERT INTO public.auth_permission VALUES (275, 'Can delete Payment account', 69, 'delete_provideraccount');
INSERT INTO public.auth_permission VALUES (276, 'Can view Payment account', 69, 'view_provideraccount');
INSERT INTO public.auth_permission VALUES (277, 'Can add Payment', 70, 'add_payment');
INSERT INTO public.auth_permission VALUES (278, 'Can change Payment', 70, 'change_payment');
INSERT INTO public.auth_permission VALUES (279, 'Can delete Payment', 70, 'delete_payment');
INSERT INTO public.auth_permission VALUES (280, 'Can view Payment', 70, 'view_payment');
INSERT INTO public.auth_permission VALUES (281, 'Can add Money to be moved', 71, 'add_moneyintent');
INSERT INTO public.auth_permission VALUES (282, 'Can change Money to be moved', 71, 'change_moneyintent');
INSERT INTO public.auth_permission VALUES (283, 'Can delete Money to be moved', 71, 'delete_moneyintent');
INSERT INTO public.auth_permission VALUES (284, 'Can view Money to be moved', 71, 'view_moneyintent');
INSERT INTO public.auth_permission VALUES (285, 'Can add Booking of a provider', 72, 'add_providerbooking');
INSERT INTO public.auth_permission VALUES (286, 'Can change Booking of a provider', 72, 'change_providerbooking');
INSERT INTO public.auth_permission VALUES (287, 'Can delete Booking of a provider', 72, 'delete_providerbooking');
INSERT INTO public.auth_permission VALUES (288, 'Can view Booking of a provider', 72, 'view_providerbooking');
INSERT INTO public.auth_permission VALUES (289, 'Can add provider message', 73, 'add_providermessage');
INSERT INTO public.auth_permission VALUES (290, 'Can change provider message', 73, 'change_providermessage');
INSERT INTO public.auth_permission VALUES (291, 'Can delete provider message', 73, 'delete_providermessage');
INSERT INTO public.auth_permission VALUES (292, 'Can view provider message', 73, 'view_providermessage');
INSERT INTO public.auth_permission VALUES (293, 'Can add Voucher', 74, 'add_voucher');
INSERT INTO public.auth_permission VALUES (294, 'Can change Voucher', 74, 'change_voucher');
INSERT INTO public.auth_permission VALUES (295, 'Can delete Voucher', 74, 'delete_voucher');
INSERT INTO public.auth_permission VALUES (296, 'Can view Voucher', 74, 'view_voucher');
INSERT INTO public.auth_permission VALUES (297, 'Can add Voucher entry', 75, 'add_voucherentry');
INSERT INTO public.auth_permission VALUES (298, 'Can change Voucher entry', 75, 'change_voucherentry');
INSERT INTO public.auth_permission VALUES (299, 'Can delete Voucher entry', 75, 'delete_voucherentry');
INSERT INTO public.auth_permission VALUES (300, 'Can view Voucher entry', 75, 'view_voucherentry');
INSERT INTO public.auth_permission VALUES (301, 'Can add Bank transaction', 76, 'add_banktransaction');
INSERT INTO public.auth_permission VALUES (302, 'Can change Bank transaction', 76, 'change_banktransaction');
INSERT INTO public.auth_permission VALUES (303, 'Can delete Bank transaction', 76, 'delete_banktransaction');
INSERT INTO public.auth_permission VALUES (304, 'Can view Bank transaction', 76, 'view_banktransaction');
INSERT INTO public.auth_permission VALUES (305, 'Can add Payment entry', 77, 'add_paymententry');
INSERT INTO public.auth_permission VALUES (306, 'Can change Payment entry', 77, 'change_paymententry');
INSERT INTO public.auth_permission VALUES (307, 'Can delete Payment entry', 77, 'delete_paymententry');
INSERT INTO public.auth_permission VALUES (308, 'Can view Payment entry', 77, 'view_paymententry');
INSERT INTO public.auth_permission VALUES (309, 'Can add Sourcing costs', 78, 'add_sourcingcosts');
INSERT INTO public.auth_permission VALUES (310, 'Can change Sourcing costs', 78, 'change_sourcingcosts');
INSERT INTO public.auth_permission VALUES (311, 'Can delete Sourcing costs', 78, 'delete_sourcingcosts');
INSERT INTO public.auth_permission VALUES (312, 'Can view Sourcing costs', 78, 'view_sourcingcosts');
INSERT INTO public.auth_permission VALUES (313, 'Can add Sourcing decision', 79, 'add_sourcingdecision');
INSERT INTO public.auth_permission VALUES (314, 'Can change Sourcing decision', 79, 'change_sourcingdecision');
INSERT INTO public.auth_permission VALUES (315, 'Can delete Sourcing decision', 79, 'delete_sourcingdecision');
INSERT INTO public.auth_permission VALUES (316, 'Can view Sourcing decision', 79, 'view_sourcingdecision');
INSERT INTO public.auth_permission VALUES (317, 'Can add Sourcing rule', 80, 'add_sourcingrule');
INSERT INTO public.auth_permission VALUES (318, 'Can change Sourcing rule', 80, 'change_sourcingrule');
INSERT INTO public.auth_permission VALUES (319, 'Can delete Sourcing rule', 80, 'delete_sourcingrule');
INSERT INTO public.auth_permission VALUES (320, 'Can view Sourcing rule', 80, 'view_sourcingrule');
INSERT INTO public.auth_permission VALUES (321, 'Can add day load', 81, 'add_dayload');
INSERT INTO public.auth_permission VALUES (322, 'Can change day load', 81, 'change_dayload');
INSERT INTO public.auth_permission VALUES (323, 'Can delete day load', 81, 'delete_dayload');
INSERT INTO public.auth_permission VALUES (324, 'Can view day load', 81, 'view_dayload');
INSERT INTO public.auth_permission VALUES (325, 'Can add merge', 82, 'add_merge');
INSERT INTO public.auth_permission VALUES (326, 'Can change merge', 82, 'change_merge');
INSERT INTO public.auth_permission VALUES (327, 'Can delete merge', 82, 'delete_merge');
INSERT INTO public.auth_permission VALUES (328, 'Can view merge', 82, 'view_merge');
INSERT INTO public.auth_permission VALUES (329, 'Can add Fulfilment order', 83, 'add_fulfilmentorder');
INSERT INTO public.auth_permission VALUES (330, 'Can change Fulfilment order', 83, 'change_fulfilmentorder');
INSERT INTO public.auth_permission VALUES (331, 'Can delete Fulfilment order', 83, 'delete_fulfilmentorder');
INSERT INTO public.auth_permission VALUES (332, 'Can view Fulfilment order', 83, 'view_fulfilmentorder');
INSERT INTO public.auth_permission VALUES (333, 'Can add Fulfilment line', 84, 'add_fulfilmentline');
INSERT INTO public.auth_permission VALUES (334, 'Can change Fulfilment line', 84, 'change_fulfilmentline');
INSERT INTO public.auth_permission VALUES (335, 'Can delete Fulfilment line', 84, 'delete_fulfilmentline');
INSERT INTO public.auth_permission VALUES (336, 'Can view Fulfilment line', 84, 'view_fulfilmentline');
INSERT INTO public.auth_permission VALUES (337, 'Can add Pick list', 85, 'add_picklist');
INSERT INTO public.auth_permission VALUES (338, 'Can change Pick list', 85, 'change_picklist');
INSERT INTO public.auth_permission VALUES (339, 'Can delete Pick list', 85, 'delete_picklist');
INSERT INTO public.auth_permission VALUES (340, 'Can view Pick list', 85, 'view_picklist');
INSERT INTO public.auth_permission VALUES (341, 'Can add Pick task', 86, 'add_picktask');
INSERT INTO public.auth_permission VALUES (342, 'Can change Pick task', 86, 'change_picktask');
INSERT INTO public.auth_permission VALUES (343, 'Can delete Pick task', 86, 'delete_picktask');
INSERT INTO public.auth_permission VALUES (344, 'Can view Pick task', 86, 'view_picktask');
INSERT INTO public.auth_permission VALUES (345, 'Can add Shipment', 87, 'add_shipment');
INSERT INTO public.auth_permission VALUES (346, 'Can change Shipment', 87, 'change_shipment');
INSERT INTO public.auth_permission VALUES (347, 'Can delete Shipment', 87, 'delete_shipment');
INSERT INTO public.auth_permission VALUES (348, 'Can view Shipment', 87, 'view_shipment');
INSERT INTO public.auth_permission VALUES (349, 'Can add shipment line', 88, 'add_shipmentline');
INSERT INTO public.auth_permission VALUES (350, 'Can change shipment line', 88, 'change_shipmentline');
INSERT INTO public.auth_permission VALUES (351, 'Can delete shipment line', 88, 'delete_shipmentline');
INSERT INTO public.auth_permission VALUES (352, 'Can view shipment line', 88, 'view_shipmentline');
INSERT INTO public.auth_permission VALUES (353, 'Can add Invoice', 89, 'add_invoice');
INSERT INTO public.auth_permission VALUES (354, 'Can change Invoice', 89, 'change_invoice');
INSERT INTO public.auth_permission VALUES (355, 'Can delete Invoice', 89, 'delete_invoice');
INSERT INTO public.auth_permission VALUES (356, 'Can view Invoice', 89, 'view_invoice');
INSERT INTO public.auth_permission VALUES (357, 'Can add paper failure', 90, 'add_paperfailure');
INSERT INTO public.auth_permission VALUES (358, 'Can change paper failure', 90, 'change_paperfailure');
INSERT INTO public.auth_permission VALUES (359, 'Can delete paper failure', 90, 'delete_paperfailure');
INSERT INTO public.auth_permission VALUES (360, 'Can view paper failure', 90, 'view_paperfailure');
INSERT INTO public.auth_permission VALUES (361, 'Can add Received invoice', 91, 'add_receivedinvoice');
INSERT INTO public.auth_permission VALUES (362, 'Can change Received invoice', 91, 'change_receivedinvoice');
INSERT INTO public.auth_permission VALUES (363, 'Can delete Received invoice', 91, 'delete_receivedinvoice');
INSERT INTO public.auth_permission VALUES (364, 'Can view Received invoice', 91, 'view_receivedinvoice');
INSERT INTO public.auth_permission VALUES (365, 'Can add Dunning stop', 92, 'add_dunningstop');
INSERT INTO public.auth_permission VALUES (366, 'Can change Dunning stop', 92, 'change_dunningstop');
INSERT INTO public.auth_permission VALUES (367, 'Can delete Dunning stop', 92, 'delete_dunningstop');
INSERT INTO public.auth_permission VALUES (368, 'Can view Dunning stop', 92, 'view_dunningstop');
INSERT INTO public.auth_permission VALUES (369, 'Can add Base rate', 93, 'add_baserate');
INSERT INTO public.auth_permission VALUES (370, 'Can change Base rate', 93, 'change_baserate');
INSERT INTO public.auth_permission VALUES (371, 'Can delete Base rate', 93, 'delete_baserate');
INSERT INTO public.auth_permission VALUES (372, 'Can view Base rate', 93, 'view_baserate');
INSERT INTO public.auth_permission VALUES (373, 'Can add DATEV export', 94, 'add_bookexport');
INSERT INTO public.auth_permission VALUES (374, 'Can change DATEV export', 94, 'change_bookexport');
INSERT INTO public.auth_permission VALUES (375, 'Can delete DATEV export', 94, 'delete_bookexport');
INSERT INTO public.auth_permission VALUES (376, 'Can view DATEV export', 94, 'view_bookexport');
INSERT INTO public.auth_permission VALUES (377, 'Can add Exchange rate of a day', 95, 'add_dayrate');
INSERT INTO public.auth_permission VALUES (378, 'Can change Exchange rate of a day', 95, 'change_dayrate');
INSERT INTO public.auth_permission VALUES (379, 'Can delete Exchange rate of a day', 95, 'delete_dayrate');
INSERT INTO public.auth_permission VALUES (380, 'Can view Exchange rate of a day', 95, 'view_dayrate');
INSERT INTO public.auth_permission VALUES (381, 'Can add Exchange rate', 96, 'add_exchangerate');
INSERT INTO public.auth_permission VALUES (382, 'Can change Exchange rate', 96, 'change_exchangerate');
INSERT INTO public.auth_permission VALUES (383, 'Can delete Exchange rate', 96, 'delete_exchangerate');
INSERT INTO public.auth_permission VALUES (384, 'Can view Exchange rate', 96, 'view_exchangerate');
INSERT INTO public.auth_permission VALUES (385, 'Can add Archive entry', 97, 'add_archiveentry');
INSERT INTO public.auth_permission VALUES (386, 'Can change Archive entry', 97, 'change_archiveentry');
INSERT INTO public.auth_permission VALUES (387, 'Can delete Archive entry', 97, 'delete_archiveentry');
INSERT INTO public.auth_permission VALUES (388, 'Can view Archive entry', 97, 'view_archiveentry');
INSERT INTO public.auth_permission VALUES (389, 'Can add Debtor', 98, 'add_debtor');
INSERT INTO public.auth_permission VALUES (390, 'Can change Debtor', 98, 'change_debtor');
INSERT INTO public.auth_permission VALUES (391, 'Can delete Debtor', 98, 'delete_debtor');
INSERT INTO public.auth_permission VALUES (392, 'Can view Debtor', 98, 'view_debtor');
INSERT INTO public.auth_permission VALUES (393, 'Can add Dunning letter', 99, 'add_dunningletter');
INSERT INTO public.auth_permission VALUES (394, 'Can change Dunning letter', 99, 'change_dunningletter');
INSERT INTO public.auth_permission VALUES (395, 'Can delete Dunning letter', 99, 'delete_dunningletter');
INSERT INTO public.auth_permission VALUES (396, 'Can view Dunning letter', 99, 'view_dunningletter');
INSERT INTO public.auth_permission VALUES (397, 'Can add Dunning level', 100, 'add_dunninglevel');
INSERT INTO public.auth_permission VALUES (398, 'Can change Dunning level', 100, 'change_dunninglevel');
INSERT INTO public.auth_permission VALUES (399, 'Can delete Dunning level', 100, 'delete_dunninglevel');
INSERT INTO public.auth_permission VALUES (400, 'Can view Dunning level', 100, 'view_dunninglevel');
INSERT INTO public.auth_permission VALUES (401, 'Can add Posting', 101, 'add_posting');
INSERT INTO public.auth_permission VALUES (402, 'Can change Posting', 101, 'change_posting');
INSERT INTO public.auth_permission VALUES (403, 'Can delete Posting', 101, 'delete_posting');
INSERT INTO public.auth_permission VALUES (404, 'Can view Posting', 101, 'view_posting');
INSERT INTO public.auth_permission VALUES (405, 'Can add log entry', 102, 'add_logentry');
INSERT INTO public.auth_permission VALUES (406, 'Can change log entry', 102, 'change_logentry');
INSERT INTO public.auth_permission VALUES (407, 'Can delete log entry', 102, 'delete_logentry');
INSERT INTO public.auth_permission VALUES (408, 'Can view log entry', 102, 'view_logentry');















INSERT INTO public.catalog_barcode VALUES (1, '4006381333931', 1);



INSERT INTO public.catalog_kitpart VALUES (1, 1, 4, 1);
INSERT INTO public.catalog_kitpart VALUES (2, 2, 4, 3);



INSERT INTO public.catalog_product VALUES (1, 'Tischlampe', 'standard', true);
INSERT INTO public.catalog_product VALUES (2, 'Vase', 'standard', true);
INSERT INTO public.catalog_product VALUES (3, 'Kochbuch', 'reduced', true);
INSERT INTO public.catalog_product VALUES (4, 'Geschenkset', 'standard', true);



INSERT INTO public.catalog_sku VALUES (1, 'LAMP', '', false, NULL, NULL, 900, 0, 0, 0, 'A-1', 1);
INSERT INTO public.catalog_sku VALUES (2, 'VASE', '', false, NULL, NULL, 700, 0, 0, 0, 'B-1', 2);
INSERT INTO public.catalog_sku VALUES (3, 'BOOK', '', false, NULL, NULL, 400, 0, 0, 0, 'C-1', 3);
INSERT INTO public.catalog_sku VALUES (4, 'GIFT', '', true, NULL, NULL, 0, 0, 0, 0, '', 4);






INSERT INTO public.channels_channel VALUES (1, 'shop', 'Shop', 'shop', true, 'EUR', true, 'line', '{split_shipment,cancel_part}', 'DE', '14:00:00', 1, 3, NULL, 7, 21, NULL, 1);















INSERT INTO public.channels_listing VALUES (1, 'L-001', NULL, '', 1, 1);















INSERT INTO public.customers_customer VALUES (1, 'person', 'Erika Muster', '', 'erika@example.org', '', '', '', '', '', 'de', 'mail:erika@example.org', '2026-11-20 09:30:00+00', NULL);



INSERT INTO public.customers_customeraddress VALUES (1, 'Domplatz 1', '50667', 'Köln', 'DE', '420ca8d6cb3dbce56f002a8783d6d002', 1);









INSERT INTO public.django_content_type VALUES (1, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (2, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (3, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (4, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (5, 'procrastinate', 'procrastinateevent');
INSERT INTO public.django_content_type VALUES (6, 'procrastinate', 'procrastinatejob');
INSERT INTO public.django_content_type VALUES (7, 'procrastinate', 'procrastinateperiodicdefer');
INSERT INTO public.django_content_type VALUES (8, 'procrastinate', 'procrastinateworker');
INSERT INTO public.django_content_type VALUES (9, 'axes', 'accessattempt');
INSERT INTO public.django_content_type VALUES (10, 'axes', 'accesslog');
INSERT INTO public.django_content_type VALUES (11, 'axes', 'accessfailurelog');
INSERT INTO public.django_content_type VALUES (12, 'axes', 'accessattemptexpiration');
INSERT INTO public.django_content_type VALUES (13, 'platform', 'counter');
INSERT INTO public.django_content_type VALUES (14, 'platform', 'storedfile');
INSERT INTO public.django_content_type VALUES (15, 'platform', 'auditentry');
INSERT INTO public.django_content_type VALUES (16, 'platform', 'event');
INSERT INTO public.django_content_type VALUES (17, 'platform', 'idempotencykey');
INSERT INTO public.django_content_type VALUES (18, 'platform', 'ratelevel');
INSERT INTO public.django_content_type VALUES (19, 'platform', 'runreport');
INSERT INTO public.django_content_type VALUES (20, 'platform', 'delivery');
INSERT INTO public.django_content_type VALUES (21, 'platform', 'setaside');
INSERT INTO public.django_content_type VALUES (22, 'legal_entities', 'legalentity');
INSERT INTO public.django_content_type VALUES (23, 'legal_entities', 'taxregistration');
INSERT INTO public.django_content_type VALUES (24, 'access', 'apikey');
INSERT INTO public.django_content_type VALUES (25, 'access', 'role');
INSERT INTO public.django_content_type VALUES (26, 'access', 'user');
INSERT INTO public.django_content_type VALUES (27, 'catalog', 'product');
INSERT INTO public.django_content_type VALUES (28, 'catalog', 'sku');
INSERT INTO public.django_content_type VALUES (29, 'catalog', 'kitpart');
INSERT INTO public.django_content_type VALUES (30, 'catalog', 'barcode');
INSERT INTO public.django_content_type VALUES (31, 'customers', 'customergroup');
INSERT INTO public.django_content_type VALUES (32, 'customers', 'customer');
INSERT INTO public.django_content_type VALUES (33, 'customers', 'customeraddress');
INSERT INTO public.django_content_type VALUES (34, 'locations', 'location');
INSERT INTO public.django_content_type VALUES (35, 'locations', 'closedday');
INSERT INTO public.django_content_type VALUES (36, 'shipping', 'parcel');
INSERT INTO public.django_content_type VALUES (37, 'shipping', 'labelintent');
INSERT INTO public.django_content_type VALUES (38, 'messaging', 'message');
INSERT INTO public.django_content_type VALUES (39, 'messaging', 'messagetemplate');
INSERT INTO public.django_content_type VALUES (40, 'channels', 'channel');
INSERT INTO public.django_content_type VALUES (41, 'channels', 'connection');
INSERT INTO public.django_content_type VALUES (42, 'channels', 'inboundmessage');
INSERT INTO public.django_content_type VALUES (43, 'channels', 'listing');
INSERT INTO public.django_content_type VALUES (44, 'channels', 'offer');
INSERT INTO public.django_content_type VALUES (45, 'channels', 'offerpublication');
INSERT INTO public.django_content_type VALUES (46, 'channels', 'pushreceipt');
INSERT INTO public.django_content_type VALUES (47, 'channels', 'settlement');
INSERT INTO public.django_content_type VALUES (48, 'channels', 'calltally');
INSERT INTO public.django_content_type VALUES (49, 'channels', 'channelintent');
INSERT INTO public.django_content_type VALUES (50, 'channels', 'discrepancy');
INSERT INTO public.django_content_type VALUES (51, 'pricing', 'pricelist');
INSERT INTO public.django_content_type VALUES (52, 'pricing', 'price');
INSERT INTO public.django_content_type VALUES (53, 'pricing', 'taxrate');
INSERT INTO public.django_content_type VALUES (54, 'pricing', 'vatcheck');
INSERT INTO public.django_content_type VALUES (55, 'inventory', 'demandrate');
INSERT INTO public.django_content_type VALUES (56, 'inventory', 'stockchange');
INSERT INTO public.django_content_type VALUES (57, 'inventory', 'balance');
INSERT INTO public.django_content_type VALUES (58, 'inventory', 'channelbuffer');
INSERT INTO public.django_content_type VALUES (59, 'inventory', 'reservation');
INSERT INTO public.django_content_type VALUES (60, 'inventory', 'stockmove');
INSERT INTO public.django_content_type VALUES (61, 'orders', 'order');
INSERT INTO public.django_content_type VALUES (62, 'orders', 'hold');
INSERT INTO public.django_content_type VALUES (63, 'orders', 'ordercharge');
INSERT INTO public.django_content_type VALUES (64, 'orders', 'orderline');
INSERT INTO public.django_content_type VALUES (65, 'orders', 'lineentry');
INSERT INTO public.django_content_type VALUES (66, 'orders', 'cancellation');
INSERT INTO public.django_content_type VALUES (67, 'orders', 'ordernote');
INSERT INTO public.django_content_type VALUES (68, 'payments', 'bankstatement');
INSERT INTO public.django_content_type VALUES (69, 'payments', 'provideraccount');
INSERT INTO public.django_content_type VALUES (70, 'payments', 'payment');
INSERT INTO public.django_content_type VALUES (71, 'payments', 'moneyintent');
INSERT INTO public.django_content_type VALUES (72, 'payments', 'providerbooking');
INSERT INTO public.django_content_type VALUES (73, 'payments', 'providermessage');
INSERT INTO public.django_content_type VALUES (74, 'payments', 'voucher');
INSERT INTO public.django_content_type VALUES (75, 'payments', 'voucherentry');
INSERT INTO public.django_content_type VALUES (76, 'payments', 'banktransaction');
INSERT INTO public.django_content_type VALUES (77, 'payments', 'paymententry');
INSERT INTO public.django_content_type VALUES (78, 'sourcing', 'sourcingcosts');
INSERT INTO public.django_content_type VALUES (79, 'sourcing', 'sourcingdecision');
INSERT INTO public.django_content_type VALUES (80, 'sourcing', 'sourcingrule');
INSERT INTO public.django_content_type VALUES (81, 'sourcing', 'dayload');
INSERT INTO public.django_content_type VALUES (82, 'fulfilment', 'merge');
INSERT INTO public.django_content_type VALUES (83, 'fulfilment', 'fulfilmentorder');
INSERT INTO public.django_content_type VALUES (84, 'fulfilment', 'fulfilmentline');
INSERT INTO public.django_content_type VALUES (85, 'fulfilment', 'picklist');
INSERT INTO public.django_content_type VALUES (86, 'fulfilment', 'picktask');
INSERT INTO public.django_content_type VALUES (87, 'fulfilment', 'shipment');
INSERT INTO public.django_content_type VALUES (88, 'fulfilment', 'shipmentline');
INSERT INTO public.django_content_type VALUES (89, 'invoicing', 'invoice');
INSERT INTO public.django_content_type VALUES (90, 'invoicing', 'paperfailure');
INSERT INTO public.django_content_type VALUES (91, 'invoicing', 'receivedinvoice');
INSERT INTO public.django_content_type VALUES (92, 'accounting', 'dunningstop');
INSERT INTO public.django_content_type VALUES (93, 'accounting', 'baserate');
INSERT INTO public.django_content_type VALUES (94, 'accounting', 'bookexport');
INSERT INTO public.django_content_type VALUES (95, 'accounting', 'dayrate');
INSERT INTO public.django_content_type VALUES (96, 'accounting', 'exchangerate');
INSERT INTO public.django_content_type VALUES (97, 'accounting', 'archiveentry');
INSERT INTO public.django_content_type VALUES (98, 'accounting', 'debtor');
INSERT INTO public.django_content_type VALUES (99, 'accounting', 'dunningletter');
INSERT INTO public.django_content_type VALUES (100, 'accounting', 'dunninglevel');
INSERT INTO public.django_content_type VALUES (101, 'accounting', 'posting');
INSERT INTO public.django_content_type VALUES (102, 'admin', 'logentry');



INSERT INTO public.django_migrations VALUES (1, 'contenttypes', '0001_initial', '2026-11-26 15:06:58.323488+00');
INSERT INTO public.django_migrations VALUES (2, 'contenttypes', '0002_remove_content_type_name', '2026-11-26 15:06:58.328421+00');
INSERT INTO public.django_migrations VALUES (3, 'auth', '0001_initial', '2026-11-26 15:06:58.349646+00');
INSERT INTO public.django_migrations VALUES (4, 'auth', '0002_alter_permission_name_max_length', '2026-11-26 15:06:58.353395+00');
INSERT INTO public.django_migrations VALUES (5, 'auth', '0003_alter_user_email_max_length', '2026-11-26 15:06:58.356713+00');
INSERT INTO public.django_migrations VALUES (6, 'auth', '0004_alter_user_username_opts', '2026-11-26 15:06:58.359836+00');
INSERT INTO public.django_migrations VALUES (7, 'auth', '0005_alter_user_last_login_null', '2026-11-26 15:06:58.362823+00');
INSERT INTO public.django_migrations VALUES (8, 'auth', '0006_require_contenttypes_0002', '2026-11-26 15:06:58.363897+00');
INSERT INTO public.django_migrations VALUES (9, 'auth', '0007_alter_validators_add_error_messages', '2026-11-26 15:06:58.367749+00');
INSERT INTO public.django_migrations VALUES (10, 'auth', '0008_alter_user_username_max_length', '2026-11-26 15:06:58.370932+00');
INSERT INTO public.django_migrations VALUES (11, 'auth', '0009_alter_user_last_name_max_length', '2026-11-26 15:06:58.373954+00');
INSERT INTO public.django_migrations VALUES (12, 'auth', '0010_alter_group_name_max_length', '2026-11-26 15:06:58.377682+00');
INSERT INTO public.django_migrations VALUES (13, 'auth', '0011_update_proxy_permissions', '2026-11-26 15:06:58.380757+00');
INSERT INTO public.django_migrations VALUES (14, 'auth', '0012_alter_user_first_name_max_length', '2026-11-26 15:06:58.38426+00');
INSERT INTO public.django_migrations VALUES (15, 'access', '0001_initial', '2026-11-26 15:06:58.409275+00');
INSERT INTO public.django_migrations VALUES (16, 'platform', '0001_initial', '2026-11-26 15:06:58.440228+00');
INSERT INTO public.django_migrations VALUES (17, 'platform', '0002_guards', '2026-11-26 15:06:58.443579+00');
INSERT INTO public.django_migrations VALUES (18, 'legal_entities', '0001_initial', '2026-11-26 15:06:58.458517+00');
INSERT INTO public.django_migrations VALUES (19, 'customers', '0001_initial', '2026-11-26 15:06:58.484632+00');
INSERT INTO public.django_migrations VALUES (20, 'accounting', '0001_initial', '2026-11-26 15:06:58.587358+00');
INSERT INTO public.django_migrations VALUES (21, 'accounting', '0002_guards', '2026-11-26 15:06:58.589795+00');
INSERT INTO public.django_migrations VALUES (22, 'admin', '0001_initial', '2026-11-26 15:06:58.603852+00');
INSERT INTO public.django_migrations VALUES (23, 'admin', '0002_logentry_remove_auto_add', '2026-11-26 15:06:58.612352+00');
INSERT INTO public.django_migrations VALUES (24, 'admin', '0003_logentry_add_action_flag_choices', '2026-11-26 15:06:58.621607+00');
INSERT INTO public.django_migrations VALUES (25, 'axes', '0001_initial', '2026-11-26 15:06:58.630205+00');
INSERT INTO public.django_migrations VALUES (26, 'axes', '0002_auto_20151217_2044', '2026-11-26 15:06:58.654625+00');
INSERT INTO public.django_migrations VALUES (27, 'axes', '0003_auto_20160322_0929', '2026-11-26 15:06:58.67089+00');
INSERT INTO public.django_migrations VALUES (28, 'axes', '0004_auto_20181024_1538', '2026-11-26 15:06:58.682315+00');
INSERT INTO public.django_migrations VALUES (29, 'axes', '0005_remove_accessattempt_trusted', '2026-11-26 15:06:58.685591+00');
INSERT INTO public.django_migrations VALUES (30, 'axes', '0006_remove_accesslog_trusted', '2026-11-26 15:06:58.692221+00');
INSERT INTO public.django_migrations VALUES (31, 'axes', '0007_alter_accessattempt_unique_together', '2026-11-26 15:06:58.715855+00');
INSERT INTO public.django_migrations VALUES (32, 'axes', '0008_accessfailurelog', '2026-11-26 15:06:58.721598+00');
INSERT INTO public.django_migrations VALUES (33, 'axes', '0009_add_session_hash', '2026-11-26 15:06:58.724647+00');
INSERT INTO public.django_migrations VALUES (34, 'axes', '0010_accessattemptexpiration', '2026-11-26 15:06:58.729573+00');
INSERT INTO public.django_migrations VALUES (35, 'catalog', '0001_initial', '2026-11-26 15:06:58.762892+00');
INSERT INTO public.django_migrations VALUES (36, 'channels', '0001_initial', '2026-11-26 15:06:59.078494+00');
INSERT INTO public.django_migrations VALUES (37, 'channels', '0002_guards', '2026-11-26 15:06:59.081927+00');
INSERT INTO public.django_migrations VALUES (38, 'orders', '0001_initial', '2026-11-26 15:06:59.531637+00');
INSERT INTO public.django_migrations VALUES (39, 'locations', '0001_initial', '2026-11-26 15:06:59.712616+00');
INSERT INTO public.django_migrations VALUES (40, 'fulfilment', '0001_initial', '2026-11-26 15:06:59.990831+00');
INSERT INTO public.django_migrations VALUES (41, 'fulfilment', '0002_guards', '2026-11-26 15:06:59.99479+00');
INSERT INTO public.django_migrations VALUES (42, 'inventory', '0001_initial', '2026-11-26 15:07:00.148298+00');
INSERT INTO public.django_migrations VALUES (43, 'inventory', '0002_guards', '2026-11-26 15:07:00.152008+00');
INSERT INTO public.django_migrations VALUES (44, 'invoicing', '0001_initial', '2026-11-26 15:07:00.533154+00');
INSERT INTO public.django_migrations VALUES (45, 'invoicing', '0002_guards', '2026-11-26 15:07:00.536325+00');
INSERT INTO public.django_migrations VALUES (46, 'legal_entities', '0002_guards', '2026-11-26 15:07:00.53861+00');
INSERT INTO public.django_migrations VALUES (47, 'locations', '0002_guards', '2026-11-26 15:07:00.540674+00');
INSERT INTO public.django_migrations VALUES (48, 'messaging', '0001_initial', '2026-11-26 15:07:00.554404+00');
INSERT INTO public.django_migrations VALUES (49, 'messaging', '0002_guards', '2026-11-26 15:07:00.5571+00');
INSERT INTO public.django_migrations VALUES (50, 'orders', '0002_guards', '2026-11-26 15:07:00.559535+00');
INSERT INTO public.django_migrations VALUES (51, 'payments', '0001_initial', '2026-11-26 15:07:01.253195+00');
INSERT INTO public.django_migrations VALUES (52, 'payments', '0002_guards', '2026-11-26 15:07:01.25597+00');
INSERT INTO public.django_migrations VALUES (53, 'pricing', '0001_initial', '2026-11-26 15:07:01.387873+00');
INSERT INTO public.django_migrations VALUES (54, 'pricing', '0002_guards', '2026-11-26 15:07:01.390414+00');
INSERT INTO public.django_migrations VALUES (55, 'procrastinate', '0001_initial', '2026-11-26 15:07:01.398687+00');
INSERT INTO public.django_migrations VALUES (56, 'procrastinate', '0002_drop_started_at_column', '2026-11-26 15:07:01.401561+00');
INSERT INTO public.django_migrations VALUES (57, 'procrastinate', '0003_drop_started_at_column', '2026-11-26 15:07:01.403863+00');
INSERT INTO public.django_migrations VALUES (58, 'procrastinate', '0004_drop_procrastinate_version_table', '2026-11-26 15:07:01.406109+00');
INSERT INTO public.django_migrations VALUES (59, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2026-11-26 15:07:01.409746+00');
INSERT INTO public.django_migrations VALUES (60, 'procrastinate', '0006_fix_trigger_status_events_insert', '2026-11-26 15:07:01.411957+00');
INSERT INTO public.django_migrations VALUES (61, 'procrastinate', '0007_add_queueing_lock_column', '2026-11-26 15:07:01.414214+00');
INSERT INTO public.django_migrations VALUES (62, 'procrastinate', '0008_close_fetch_job_race_condition', '2026-11-26 15:07:01.41672+00');
INSERT INTO public.django_migrations VALUES (63, 'procrastinate', '0009_add_defer_job_function', '2026-11-26 15:07:01.420554+00');
INSERT INTO public.django_migrations VALUES (64, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2026-11-26 15:07:01.424369+00');
INSERT INTO public.django_migrations VALUES (65, 'procrastinate', '0011_add_foreign_key_index', '2026-11-26 15:07:01.426545+00');
INSERT INTO public.django_migrations VALUES (66, 'procrastinate', '0012_add_locks_to_periodic_defer', '2026-11-26 15:07:01.429177+00');
INSERT INTO public.django_migrations VALUES (67, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2026-11-26 15:07:01.432745+00');
INSERT INTO public.django_migrations VALUES (68, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2026-11-26 15:07:01.434911+00');
INSERT INTO public.django_migrations VALUES (69, 'procrastinate', '0015_add_trigger_on_job_deletion', '2026-11-26 15:07:01.436772+00');
INSERT INTO public.django_migrations VALUES (70, 'procrastinate', '0016_delete_finished_jobs', '2026-11-26 15:07:01.438628+00');
INSERT INTO public.django_migrations VALUES (71, 'procrastinate', '0017_add_checks_to_finish_job', '2026-11-26 15:07:01.440049+00');
INSERT INTO public.django_migrations VALUES (72, 'procrastinate', '0018_add_checks_to_retry_job', '2026-11-26 15:07:01.441405+00');
INSERT INTO public.django_migrations VALUES (73, 'procrastinate', '0019_fix_finish_job_compat_issue', '2026-11-26 15:07:01.443131+00');
INSERT INTO public.django_migrations VALUES (74, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2026-11-26 15:07:01.445074+00');
INSERT INTO public.django_migrations VALUES (75, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2026-11-26 15:07:01.447329+00');
INSERT INTO public.django_migrations VALUES (76, 'procrastinate', '0022_null_locks_excluded', '2026-11-26 15:07:01.450986+00');
INSERT INTO public.django_migrations VALUES (77, 'procrastinate', '0023_remove_old_finish_job_function', '2026-11-26 15:07:01.452793+00');
INSERT INTO public.django_migrations VALUES (78, 'procrastinate', '0024_job_id_bigint', '2026-11-26 15:07:01.45649+00');
INSERT INTO public.django_migrations VALUES (79, 'procrastinate', '0025_add_models', '2026-11-26 15:07:01.463007+00');
INSERT INTO public.django_migrations VALUES (80, 'procrastinate', '0026_add_job_priority', '2026-11-26 15:07:01.468256+00');
INSERT INTO public.django_migrations VALUES (81, 'procrastinate', '0027_add_periodic_job_priority', '2026-11-26 15:07:01.47+00');
INSERT INTO public.django_migrations VALUES (82, 'procrastinate', '0028_add_cancel_states', '2026-11-26 15:07:01.476745+00');
INSERT INTO public.django_migrations VALUES (83, 'procrastinate', '0029_add_additional_params_to_retry_job', '2026-11-26 15:07:01.478439+00');
INSERT INTO public.django_migrations VALUES (84, 'procrastinate', '0030_alter_procrastinateevent_options', '2026-11-26 15:07:01.480716+00');
INSERT INTO public.django_migrations VALUES (85, 'procrastinate', '0031_add_indexes_for_fetch_job', '2026-11-26 15:07:01.483118+00');
INSERT INTO public.django_migrations VALUES (86, 'procrastinate', '0032_pre_cancel_notification', '2026-11-26 15:07:01.490732+00');
INSERT INTO public.django_migrations VALUES (87, 'procrastinate', '0033_post_cancel_notification', '2026-11-26 15:07:01.500286+00');
INSERT INTO public.django_migrations VALUES (88, 'procrastinate', '0034_pre_add_heartbeat', '2026-11-26 15:07:01.509942+00');
INSERT INTO public.django_migrations VALUES (89, 'procrastinate', '0035_post_add_heartbeat', '2026-11-26 15:07:01.512332+00');
INSERT INTO public.django_migrations VALUES (90, 'procrastinate', '0036_add_worker_model', '2026-11-26 15:07:01.51938+00');
INSERT INTO public.django_migrations VALUES (91, 'procrastinate', '0037_pre_batch_defer_jobs', '2026-11-26 15:07:01.522386+00');
INSERT INTO public.django_migrations VALUES (92, 'procrastinate', '0038_post_batch_defer_jobs', '2026-11-26 15:07:01.524344+00');
INSERT INTO public.django_migrations VALUES (93, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2026-11-26 15:07:01.526214+00');
INSERT INTO public.django_migrations VALUES (94, 'procrastinate', '0040_pre_retry_failed_job', '2026-11-26 15:07:01.52795+00');
INSERT INTO public.django_migrations VALUES (95, 'procrastinate', '0041_post_retry_failed_job', '2026-11-26 15:07:01.530003+00');
INSERT INTO public.django_migrations VALUES (96, 'sessions', '0001_initial', '2026-11-26 15:07:01.535473+00');
INSERT INTO public.django_migrations VALUES (97, 'shipping', '0001_initial', '2026-11-26 15:07:01.856119+00');
INSERT INTO public.django_migrations VALUES (98, 'shipping', '0002_guards', '2026-11-26 15:07:01.859313+00');
INSERT INTO public.django_migrations VALUES (99, 'sourcing', '0001_initial', '2026-11-26 15:07:02.034197+00');
INSERT INTO public.django_migrations VALUES (100, 'sourcing', '0002_guards', '2026-11-26 15:07:02.036693+00');






INSERT INTO public.fulfilment_fulfilmentline VALUES (2, 2, 0, 2, 2);
INSERT INTO public.fulfilment_fulfilmentline VALUES (4, 2, 0, 4, 4);
INSERT INTO public.fulfilment_fulfilmentline VALUES (5, 1, 0, 6, 5);
INSERT INTO public.fulfilment_fulfilmentline VALUES (6, 4, 0, 7, 6);
INSERT INTO public.fulfilment_fulfilmentline VALUES (3, 1, 0, 3, 3);
INSERT INTO public.fulfilment_fulfilmentline VALUES (1, 2, 2, 1, 1);



INSERT INTO public.fulfilment_fulfilmentorder VALUES (3, 'OPEN', '2026-11-20 22:59:00+00', '2026-11-26 15:07:03.777196+00', 1, 3, NULL);
INSERT INTO public.fulfilment_fulfilmentorder VALUES (5, 'OPEN', '2026-11-20 22:59:00+00', '2026-11-26 15:07:03.796901+00', 2, 6, NULL);
INSERT INTO public.fulfilment_fulfilmentorder VALUES (6, 'OPEN', '2026-11-20 22:59:00+00', '2026-11-26 15:07:03.806583+00', 2, 7, NULL);
INSERT INTO public.fulfilment_fulfilmentorder VALUES (4, 'CANCELLED', '2026-11-20 22:59:00+00', '2026-11-26 15:07:03.787605+00', 1, 4, NULL);
INSERT INTO public.fulfilment_fulfilmentorder VALUES (2, 'PICKING', '2026-11-20 22:59:00+00', '2026-11-26 15:07:03.764872+00', 1, 2, NULL);
INSERT INTO public.fulfilment_fulfilmentorder VALUES (1, 'DISPATCHED', '2026-11-20 22:59:00+00', '2026-11-26 15:07:03.75143+00', 1, 1, NULL);






INSERT INTO public.fulfilment_picklist VALUES (1, 'single', '2026-11-20 09:30:00+00', 'user:house', NULL, 1);
INSERT INTO public.fulfilment_picklist VALUES (2, 'single', '2026-11-20 09:30:00+00', 'user:house', '2026-11-20 09:30:00+00', 1);



INSERT INTO public.fulfilment_picktask VALUES (1, 'A-1', 1, 2, 0, 0, 2, 1, 1);
INSERT INTO public.fulfilment_picktask VALUES (2, 'A-1', 1, 2, 2, 0, 1, 2, 1);



INSERT INTO public.fulfilment_shipment VALUES (1, '2026-11-20 09:30:00+00', 'user:house', '2026-11-20 09:30:00+00', 1, 1);



INSERT INTO public.fulfilment_shipmentline VALUES (1, 2, 1, 1);



INSERT INTO public.inventory_balance VALUES (3, 4, 1, 0, 1, 2);
INSERT INTO public.inventory_balance VALUES (2, 5, 1, 0, 2, 1);
INSERT INTO public.inventory_balance VALUES (4, 6, 6, 0, 2, 3);
INSERT INTO public.inventory_balance VALUES (1, 8, 3, 0, 1, 1);









INSERT INTO public.inventory_reservation VALUES (2, 2, 2, 2, 0.0000, 0, '2026-11-20 09:30:00+00', 1, 1);
INSERT INTO public.inventory_reservation VALUES (5, 5, 1, 1, 0.0000, 0, '2026-11-20 09:30:00+00', 1, 2);
INSERT INTO public.inventory_reservation VALUES (6, 6, 1, 1, 0.0000, 0, '2026-11-20 09:30:00+00', 2, 1);
INSERT INTO public.inventory_reservation VALUES (7, 6, 2, 2, 0.0000, 0, '2026-11-20 09:30:00+00', 2, 3);
INSERT INTO public.inventory_reservation VALUES (8, 7, 4, 4, 0.0000, 0, '2026-11-20 09:30:00+00', 2, 3);
INSERT INTO public.inventory_reservation VALUES (3, 3, 2, 1, 0.0000, 0, '2026-11-20 09:30:00+00', 1, 1);
INSERT INTO public.inventory_reservation VALUES (4, 4, 2, 0, 0.0000, 0, '2026-11-20 09:30:00+00', 1, 1);
INSERT INTO public.inventory_reservation VALUES (1, 1, 2, 0, 0.0000, 2, '2026-11-20 09:30:00+00', 1, 1);



INSERT INTO public.inventory_stockchange VALUES (1, 1, '2026-11-26 15:07:02.295891+00');
INSERT INTO public.inventory_stockchange VALUES (2, 2, '2026-11-26 15:07:02.295891+00');
INSERT INTO public.inventory_stockchange VALUES (3, 1, '2026-11-26 15:07:02.295889+00');
INSERT INTO public.inventory_stockchange VALUES (4, 3, '2026-11-26 15:07:02.295892+00');
INSERT INTO public.inventory_stockchange VALUES (5, 1, '2026-11-26 15:07:02.667184+00');
INSERT INTO public.inventory_stockchange VALUES (6, 1, '2026-11-26 15:07:02.676714+00');
INSERT INTO public.inventory_stockchange VALUES (7, 1, '2026-11-26 15:07:02.684239+00');
INSERT INTO public.inventory_stockchange VALUES (8, 1, '2026-11-26 15:07:02.69086+00');
INSERT INTO public.inventory_stockchange VALUES (9, 2, '2026-11-26 15:07:02.697356+00');
INSERT INTO public.inventory_stockchange VALUES (10, 3, '2026-11-26 15:07:02.704986+00');
INSERT INTO public.inventory_stockchange VALUES (11, 1, '2026-11-26 15:07:02.704986+00');
INSERT INTO public.inventory_stockchange VALUES (12, 3, '2026-11-26 15:07:02.712699+00');
INSERT INTO public.inventory_stockchange VALUES (13, 1, '2026-11-26 15:07:03.845618+00');
INSERT INTO public.inventory_stockchange VALUES (14, 1, '2026-11-26 15:07:03.861328+00');
INSERT INTO public.inventory_stockchange VALUES (15, 1, '2026-11-26 15:07:04.010981+00');



INSERT INTO public.inventory_stockmove VALUES (1, 'receipt', 10, 'opening', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (2, 'receipt', 5, 'opening', '2026-11-20 09:30:00+00', 'user:house', 2, 1);
INSERT INTO public.inventory_stockmove VALUES (3, 'receipt', 4, 'opening', '2026-11-20 09:30:00+00', 'user:house', 1, 2);
INSERT INTO public.inventory_stockmove VALUES (4, 'receipt', 6, 'opening', '2026-11-20 09:30:00+00', 'user:house', 2, 3);
INSERT INTO public.inventory_stockmove VALUES (5, 'reserve', 2, 'reserve:1:placed', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (6, 'reserve', 2, 'reserve:2:placed', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (7, 'reserve', 2, 'reserve:3:placed', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (8, 'reserve', 2, 'reserve:4:placed', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (9, 'reserve', 1, 'reserve:5:placed', '2026-11-20 09:30:00+00', 'user:house', 1, 2);
INSERT INTO public.inventory_stockmove VALUES (10, 'reserve', 1, 'reserve:6:placed', '2026-11-20 09:30:00+00', 'user:house', 2, 1);
INSERT INTO public.inventory_stockmove VALUES (11, 'reserve', 2, 'reserve:6:placed', '2026-11-20 09:30:00+00', 'user:house', 2, 3);
INSERT INTO public.inventory_stockmove VALUES (12, 'reserve', 4, 'reserve:7:placed', '2026-11-20 09:30:00+00', 'user:house', 2, 3);
INSERT INTO public.inventory_stockmove VALUES (13, 'free', 1, 'free:3:one', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (14, 'free', 2, 'free:4:cancel_order', '2026-11-20 09:30:00+00', 'user:house', 1, 1);
INSERT INTO public.inventory_stockmove VALUES (15, 'issue', 2, 'issue:1:shipment:1', '2026-11-20 09:30:00+00', 'user:house', 1, 1);



INSERT INTO public.invoicing_invoice VALUES (1, 'invoice:MU:2026', 2026, 1, 'MU-2026-000001', 'shipment:1', 'shipped', 'invoice', 'domestic', '{"to": "DE", "oss": true, "why": "same_country", "from": "DE", "vat_id": "", "country": "DE"}', 'EUR', 16.8100, 3.1900, 0.0000, 20.0000, NULL, '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', 'de', '{"net": "16.81", "tax": "3.19", "kind": "invoice", "paid": "20.00", "buyer": {"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}, "gross": "20.00", "items": [{"net": "16.81", "sku": "LAMP", "tax": "3.19", "code": "", "line": 1, "rate": "19.00", "gross": "20.00", "place": 0, "title": "Tischlampe", "category": "S", "quantity": 2, "shown_net": "16.81"}], "order": "100001", "due_on": "", "groups": [{"net": "16.81", "tax": "3.19", "code": "", "rate": "19.00", "category": "S"}], "seller": {"city": "Köln", "name": "Muster GmbH", "street": "Weg 1", "vat_id": "DE136695976", "country": "DE", "postal_code": "50667"}, "reasons": {}, "ship_to": {"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}, "corrects": "", "currency": "EUR", "rounding": "0.00", "issued_on": "2026-11-26", "corrects_on": "", "buyer_scheme": "", "buyer_vat_id": "", "delivered_on": "2026-11-26", "buyer_endpoint": "", "buyer_reference": ""}', '2026-11-26 15:07:04.027785+00', '2026-11-26', NULL, 1, 1, 1, 2);
INSERT INTO public.invoicing_invoice VALUES (2, 'correction:MU:2026', 2026, 1, 'MU-K-2026-000001', 'corrected:1:1', 'corrected', 'correction', 'domestic', '{"to": "DE", "oss": true, "why": "same_country", "from": "DE", "vat_id": "", "country": "DE"}', 'EUR', -8.4100, -1.5900, 0.0000, -10.0000, NULL, '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', 'de', '{"net": "-8.41", "tax": "-1.59", "kind": "correction", "paid": "0", "buyer": {"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}, "gross": "-10.00", "items": [{"net": "-8.40", "sku": "LAMP", "tax": "-1.60", "code": "", "line": 1, "rate": "19.00", "gross": "-10.00", "place": 1, "title": "Tischlampe", "category": "S", "quantity": 1, "shown_net": "-8.41"}], "order": "100001", "due_on": "", "groups": [{"net": "-8.41", "tax": "-1.59", "code": "", "rate": "19.00", "category": "S"}], "seller": {"city": "Köln", "name": "Muster GmbH", "street": "Weg 1", "vat_id": "DE136695976", "country": "DE", "postal_code": "50667"}, "reasons": {}, "ship_to": {"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}, "corrects": "MU-2026-000001", "currency": "EUR", "rounding": "0.00", "issued_on": "2026-11-20", "corrects_on": "2026-11-26", "buyer_scheme": "", "buyer_vat_id": "", "delivered_on": "2026-11-26", "buyer_endpoint": "", "buyer_reference": ""}', '2026-11-20 09:30:00+00', '2026-11-20', 1, 1, 1, 3, 4);












INSERT INTO public.legal_entities_legalentity VALUES (1, 'MU', 'Muster GmbH', 'Weg 1', '50667', 'Köln', 'DE', 'DE136695976', '', '', 'EUR', 'Europe/Berlin', '', '', '', '', '', '', '', false, true, '', false, 14, 'SKR03', NULL, NULL, NULL);









INSERT INTO public.locations_location VALUES (1, 'NEAR', 'Lager Köln', 'warehouse', true, 'Tor 1', '50996', 'Köln', 'DE', 50.9, 7, 'Europe/Berlin', '{1,2,3,4,5}', '14:00:00', 0, NULL, 4.00, 1);
INSERT INTO public.locations_location VALUES (2, 'FAR', 'Lager München', 'warehouse', true, 'Tor 2', '80331', 'München', 'DE', 48.1, 11.6, 'Europe/Berlin', '{1,2,3,4,5}', '14:00:00', 0, NULL, 4.00, 1);



INSERT INTO public.messaging_message VALUES (1, 'order_confirmed', 'order:1', 1, 'de', 'erika@example.org', 'Ihre Bestellung 100001 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100001 über 20,00 €.

2 × Tischlampe

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:02.7567+00', NULL);
INSERT INTO public.messaging_message VALUES (2, 'order_confirmed', 'order:2', 2, 'de', 'erika@example.org', 'Ihre Bestellung 100002 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100002 über 20,00 €.

2 × Tischlampe

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.561589+00', NULL);
INSERT INTO public.messaging_message VALUES (3, 'order_confirmed', 'order:3', 3, 'de', 'erika@example.org', 'Ihre Bestellung 100003 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100003 über 20,00 €.

2 × Tischlampe

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.591932+00', NULL);
INSERT INTO public.messaging_message VALUES (4, 'order_confirmed', 'order:4', 4, 'de', 'erika@example.org', 'Ihre Bestellung 100004 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100004 über 20,00 €.

2 × Tischlampe

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.623657+00', NULL);
INSERT INTO public.messaging_message VALUES (5, 'order_confirmed', 'order:5', 5, 'de', 'erika@example.org', 'Ihre Bestellung 100005 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100005 über 10,00 €.

1 × Vase

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.645997+00', NULL);
INSERT INTO public.messaging_message VALUES (6, 'order_confirmed', 'order:6', 6, 'de', 'erika@example.org', 'Ihre Bestellung 100006 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100006 über 10,00 €.

1 × Geschenkset

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.667989+00', NULL);
INSERT INTO public.messaging_message VALUES (7, 'order_confirmed', 'order:7', 7, 'de', 'erika@example.org', 'Ihre Bestellung 100007 ist eingegangen', 'Guten Tag Erika Muster,

vielen Dank für Ihre Bestellung 100007 über 400,00 €.

40 × Kochbuch

Wir melden uns, sobald das Paket unterwegs ist.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.691607+00', NULL);
INSERT INTO public.messaging_message VALUES (8, 'order_delayed', 'order:7', 7, 'de', 'erika@example.org', 'Ihre Bestellung 100007 verzögert sich', 'Guten Tag Erika Muster,

ein Teil Ihrer Bestellung 100007 ist gerade nicht am Lager:

36 × Kochbuch

Wir liefern ihn nach, sobald er eintrifft. Sie können diesen Teil jederzeit kostenlos stornieren.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.691607+00', NULL);
INSERT INTO public.messaging_message VALUES (9, 'order_cancelled', 'order:4', 4, 'de', 'erika@example.org', 'Stornierung zu Ihrer Bestellung 100004', 'Guten Tag Erika Muster,

Ihre Bestellung 100004 wurde storniert.

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:03.950104+00', NULL);
INSERT INTO public.messaging_message VALUES (10, 'order_shipped', 'shipment:1', 1, 'de', 'erika@example.org', 'Ihre Bestellung 100001 ist unterwegs', 'Guten Tag Erika Muster,

Ihr Paket ist unterwegs. Sendungsnummer: 

2 × Tischlampe

Muster GmbH', '[]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:04.454105+00', NULL);
INSERT INTO public.messaging_message VALUES (11, 'invoice_issued', 'invoice:1', 1, 'de', 'erika@example.org', 'Rechnung MU-2026-000001 zu Ihrer Bestellung 100001', 'Guten Tag Erika Muster,

anbei Rechnung MU-2026-000001 über 20,00 € zu Ihrer Bestellung 100001.

Muster GmbH', '["db6030f7df4b1f9f68ddc17319bd0ac086d7b3b5601813a599106e501bc06036"]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:04.753857+00', NULL);
INSERT INTO public.messaging_message VALUES (12, 'invoice_issued', 'invoice:2', 1, 'de', 'erika@example.org', 'Rechnungskorrektur MU-K-2026-000001 zu Ihrer Bestellung 100001', 'Guten Tag Erika Muster,

anbei Rechnungskorrektur MU-K-2026-000001 über -10,00 € zu Ihrer Bestellung 100001.

Muster GmbH', '["bf9370ac993e2615a87fc4062ddd43cf260de100c3ab535d37035a468226678c"]', 'queued', '', 0, NULL, NULL, '2026-11-26 15:07:04.753857+00', NULL);












INSERT INTO public.orders_lineentry VALUES (1, 'ordered', '', 2, 'placed', '2026-11-20 09:30:00+00', 'user:house', 1);
INSERT INTO public.orders_lineentry VALUES (2, 'ordered', '', 2, 'placed', '2026-11-20 09:30:00+00', 'user:house', 2);
INSERT INTO public.orders_lineentry VALUES (3, 'ordered', '', 2, 'placed', '2026-11-20 09:30:00+00', 'user:house', 3);
INSERT INTO public.orders_lineentry VALUES (4, 'ordered', '', 2, 'placed', '2026-11-20 09:30:00+00', 'user:house', 4);
INSERT INTO public.orders_lineentry VALUES (5, 'ordered', '', 1, 'placed', '2026-11-20 09:30:00+00', 'user:house', 5);
INSERT INTO public.orders_lineentry VALUES (6, 'ordered', '', 1, 'placed', '2026-11-20 09:30:00+00', 'user:house', 6);
INSERT INTO public.orders_lineentry VALUES (7, 'ordered', '', 40, 'placed', '2026-11-20 09:30:00+00', 'user:house', 7);
INSERT INTO public.orders_lineentry VALUES (8, 'short', 'reserved', 36, 'placed', '2026-11-20 09:30:00+00', 'user:house', 7);
INSERT INTO public.orders_lineentry VALUES (9, 'cancelled', 'reserved', 1, 'one', '2026-11-20 09:30:00+00', 'user:house', 3);
INSERT INTO public.orders_lineentry VALUES (10, 'cancelled', 'reserved', 2, 'cancel_order', '2026-11-20 09:30:00+00', 'user:house', 4);
INSERT INTO public.orders_lineentry VALUES (11, 'picked', 'reserved', 2, 'pick:1', '2026-11-20 09:30:00+00', 'user:house', 1);
INSERT INTO public.orders_lineentry VALUES (12, 'shipped', 'picked', 2, 'shipment:1', '2026-11-20 09:30:00+00', 'user:house', 1);
INSERT INTO public.orders_lineentry VALUES (13, 'invoiced', '', 2, 'shipment:1', '2026-11-26 15:07:04.027785+00', 'system:kontor', 1);
INSERT INTO public.orders_lineentry VALUES (14, 'credited', '', 1, 'corrected:1:1', '2026-11-20 09:30:00+00', 'user:house', 1);



INSERT INTO public.orders_order VALUES (5, '01a21865-50a7-72a6-9500-6d884d392f25', '100005', 'W-5', 'PLACED', 'EUR', 8.4000, 1.6000, 10.0000, 'prepayment', '', '', 'domestic', '', NULL, NULL, NULL, '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);
INSERT INTO public.orders_order VALUES (2, '01a21865-5092-7940-8738-548656e647e5', '100002', 'W-2', 'RELEASED', 'EUR', 16.8100, 3.1900, 20.0000, 'paid', '', '', 'domestic', '', NULL, NULL, '2026-11-26 15:07:03.714412+00', '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);
INSERT INTO public.orders_order VALUES (3, '01a21865-509a-7d29-a88c-d27f7749f0db', '100003', 'W-3', 'RELEASED', 'EUR', 16.8100, 3.1900, 20.0000, 'paid', '', '', 'domestic', '', NULL, NULL, '2026-11-26 15:07:03.721527+00', '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);
INSERT INTO public.orders_order VALUES (6, '01a21865-50ae-7999-8263-6a31f133b77d', '100006', 'W-6', 'RELEASED', 'EUR', 8.4000, 1.6000, 10.0000, 'paid', '', '', 'domestic', '', NULL, NULL, '2026-11-26 15:07:03.735275+00', '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);
INSERT INTO public.orders_order VALUES (7, '01a21865-50b6-7e81-a564-f33de8c594f6', '100007', 'W-7', 'RELEASED', 'EUR', 373.8300, 26.1700, 400.0000, 'paid', '', '', 'domestic', '', NULL, NULL, '2026-11-26 15:07:03.742233+00', '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);
INSERT INTO public.orders_order VALUES (4, '01a21865-50a0-79a5-8d09-e28e12fb603d', '100004', 'W-4', 'CANCELLED', 'EUR', 16.8100, 3.1900, 20.0000, 'paid', '', '', 'domestic', '', NULL, NULL, '2026-11-26 15:07:03.728502+00', '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);
INSERT INTO public.orders_order VALUES (1, '01a21865-5084-73c1-9bde-f5c9907eafcd', '100001', 'W-1', 'CLOSED', 'EUR', 16.8100, 3.1900, 20.0000, 'paid', '', '', 'domestic', '', NULL, NULL, '2026-11-26 15:07:03.706219+00', '{"city": "Köln", "name": "Erika Muster", "email": "erika@example.org", "street": "Domplatz 1", "country": "DE", "postal_code": "50667"}', NULL, 'de', '{}', '2026-11-20 09:30:00+00', '2026-11-20 09:30:00+00', '2026-11-20 22:59:00+00', NULL, 1, 1, 1);






INSERT INTO public.orders_orderline VALUES (2, 1, 'Tischlampe', 'LAMP', NULL, 900, 10.0000, '', 'standard', 19.00, 16.8100, 3.1900, 20.0000, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 2, 1);
INSERT INTO public.orders_orderline VALUES (5, 1, 'Vase', 'VASE', NULL, 700, 10.0000, '', 'standard', 19.00, 8.4000, 1.6000, 10.0000, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 5, 2);
INSERT INTO public.orders_orderline VALUES (6, 1, 'Geschenkset', 'GIFT', '[[1, 1], [3, 2]]', 0, 10.0000, '', 'standard', 19.00, 8.4000, 1.6000, 10.0000, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 6, 4);
INSERT INTO public.orders_orderline VALUES (7, 1, 'Kochbuch', 'BOOK', NULL, 400, 10.0000, '', 'reduced', 7.00, 373.8300, 26.1700, 400.0000, 40, 4, 36, 0, 0, 0, 0, 0, 0, 0, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 7, 3);
INSERT INTO public.orders_orderline VALUES (3, 1, 'Tischlampe', 'LAMP', NULL, 900, 10.0000, '', 'standard', 19.00, 16.8100, 3.1900, 20.0000, 2, 1, 0, 0, 0, 1, 0, 0, 0, 0, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 3, 1);
INSERT INTO public.orders_orderline VALUES (4, 1, 'Tischlampe', 'LAMP', NULL, 900, 10.0000, '', 'standard', 19.00, 16.8100, 3.1900, 20.0000, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 4, 1);
INSERT INTO public.orders_orderline VALUES (1, 1, 'Tischlampe', 'LAMP', NULL, 900, 10.0000, '', 'standard', 19.00, 16.8100, 3.1900, 20.0000, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, '', '2026-11-23 22:59:00+00', '2026-11-26 22:59:00+00', 1, 1);












INSERT INTO public.payments_moneyintent VALUES (1, 'hand', 'refund', 'K01a2186555637c0097329adb75dfcd0f', 'cancelled:0', 10.0000, 'EUR', false, 'Storno', 'new', 0, NULL, NULL, 0, '', '', '', '', '2026-11-26 15:07:03.887507+00', 'system:kontor', NULL, NULL, NULL, 3, NULL);
INSERT INTO public.payments_moneyintent VALUES (2, 'hand', 'refund', 'K01a21865558b7c07a7ef08e294831873', 'cancelled:0', 20.0000, 'EUR', false, 'Storno', 'new', 0, NULL, NULL, 0, '', '', '', '', '2026-11-26 15:07:03.932098+00', 'system:kontor', NULL, NULL, NULL, 4, NULL);



INSERT INTO public.payments_payment VALUES (1, 1, 'paid', 'EUR', 20.0000, 20.0000, 20.0000, 0.0000, 0.0000, 0.0000, 0.0000, '', '', NULL, '2026-11-26 15:07:02.738271+00', '2026-11-26 15:07:02.738271+00', NULL);
INSERT INTO public.payments_payment VALUES (2, 2, 'paid', 'EUR', 20.0000, 20.0000, 20.0000, 0.0000, 0.0000, 0.0000, 0.0000, '', '', NULL, '2026-11-26 15:07:03.542787+00', '2026-11-26 15:07:03.542787+00', NULL);
INSERT INTO public.payments_payment VALUES (5, 5, 'prepayment', 'EUR', 10.0000, 0.0000, 0.0000, 0.0000, 0.0000, 0.0000, 0.0000, '', '', NULL, NULL, '2026-11-26 15:07:03.635158+00', NULL);
INSERT INTO public.payments_payment VALUES (6, 6, 'paid', 'EUR', 10.0000, 10.0000, 10.0000, 0.0000, 0.0000, 0.0000, 0.0000, '', '', NULL, '2026-11-26 15:07:03.656832+00', '2026-11-26 15:07:03.656832+00', NULL);
INSERT INTO public.payments_payment VALUES (7, 7, 'paid', 'EUR', 400.0000, 400.0000, 400.0000, 0.0000, 0.0000, 0.0000, 0.0000, '', '', NULL, '2026-11-26 15:07:03.679176+00', '2026-11-26 15:07:03.679176+00', NULL);
INSERT INTO public.payments_payment VALUES (3, 3, 'paid', 'EUR', 10.0000, 20.0000, 20.0000, 0.0000, 10.0000, 0.0000, 0.0000, '', '', NULL, '2026-11-26 15:07:03.575935+00', '2026-11-26 15:07:03.575935+00', NULL);
INSERT INTO public.payments_payment VALUES (4, 4, 'paid', 'EUR', 0.0000, 20.0000, 20.0000, 0.0000, 20.0000, 0.0000, 0.0000, '', '', NULL, '2026-11-26 15:07:03.607114+00', '2026-11-26 15:07:03.607114+00', NULL);



INSERT INTO public.payments_paymententry VALUES (1, 'captured', 20.0000, 'paid elsewhere', NULL, '2026-11-26 15:07:02.738271+00', 'system:kontor', 1);
INSERT INTO public.payments_paymententry VALUES (2, 'captured', 20.0000, 'paid elsewhere', NULL, '2026-11-26 15:07:03.542787+00', 'system:kontor', 2);
INSERT INTO public.payments_paymententry VALUES (3, 'captured', 20.0000, 'paid elsewhere', NULL, '2026-11-26 15:07:03.575935+00', 'system:kontor', 3);
INSERT INTO public.payments_paymententry VALUES (4, 'captured', 20.0000, 'paid elsewhere', NULL, '2026-11-26 15:07:03.607114+00', 'system:kontor', 4);
INSERT INTO public.payments_paymententry VALUES (5, 'captured', 10.0000, 'paid elsewhere', NULL, '2026-11-26 15:07:03.656832+00', 'system:kontor', 6);
INSERT INTO public.payments_paymententry VALUES (6, 'captured', 400.0000, 'paid elsewhere', NULL, '2026-11-26 15:07:03.679176+00', 'system:kontor', 7);


















INSERT INTO public.platform_auditentry VALUES (1, '2026-11-26 15:07:03.706219+00', 'system:kontor', 'release_orders', 'order', 1, '{"state": "PLACED"}', '{"state": "RELEASED"}');
INSERT INTO public.platform_auditentry VALUES (2, '2026-11-26 15:07:03.714412+00', 'system:kontor', 'release_orders', 'order', 2, '{"state": "PLACED"}', '{"state": "RELEASED"}');
INSERT INTO public.platform_auditentry VALUES (3, '2026-11-26 15:07:03.721527+00', 'system:kontor', 'release_orders', 'order', 3, '{"state": "PLACED"}', '{"state": "RELEASED"}');
INSERT INTO public.platform_auditentry VALUES (4, '2026-11-26 15:07:03.728502+00', 'system:kontor', 'release_orders', 'order', 4, '{"state": "PLACED"}', '{"state": "RELEASED"}');
INSERT INTO public.platform_auditentry VALUES (5, '2026-11-26 15:07:03.735275+00', 'system:kontor', 'release_orders', 'order', 6, '{"state": "PLACED"}', '{"state": "RELEASED"}');
INSERT INTO public.platform_auditentry VALUES (6, '2026-11-26 15:07:03.742233+00', 'system:kontor', 'release_orders', 'order', 7, '{"state": "PLACED"}', '{"state": "RELEASED"}');
INSERT INTO public.platform_auditentry VALUES (7, '2026-11-20 09:30:00+00', 'user:house', 'cancel_order', 'order', 4, '{"state": "RELEASED"}', '{"state": "CANCELLED"}');
INSERT INTO public.platform_auditentry VALUES (8, '2026-11-20 09:30:00+00', 'user:house', 'cancel_fulfilment', 'fulfilment', 4, '{"state": "OPEN"}', '{"state": "CANCELLED"}');
INSERT INTO public.platform_auditentry VALUES (9, '2026-11-20 09:30:00+00', 'user:house', 'start_pick_list', 'fulfilment', 2, '{"state": "OPEN"}', '{"state": "PICKING"}');
INSERT INTO public.platform_auditentry VALUES (10, '2026-11-20 09:30:00+00', 'user:house', 'start_pick_list', 'fulfilment', 1, '{"state": "OPEN"}', '{"state": "PICKING"}');
INSERT INTO public.platform_auditentry VALUES (11, '2026-11-20 09:30:00+00', 'user:house', 'pick_task', 'fulfilment', 1, '{"state": "PICKING"}', '{"state": "PICKED"}');
INSERT INTO public.platform_auditentry VALUES (12, '2026-11-20 09:30:00+00', 'user:house', 'pack_shipment', 'fulfilment', 1, '{"state": "PICKED"}', '{"state": "PACKED"}');
INSERT INTO public.platform_auditentry VALUES (13, '2026-11-20 09:30:00+00', 'user:house', 'hand_over_shipments', 'fulfilment', 1, '{"state": "PACKED"}', '{"state": "DISPATCHED"}');
INSERT INTO public.platform_auditentry VALUES (14, '2026-11-26 15:07:04.469193+00', 'system:kontor', 'close_orders', 'order', 1, '{"state": "RELEASED"}', '{"state": "CLOSED"}');



INSERT INTO public.platform_counter VALUES (1, 'masters', 6067472969233468416);
INSERT INTO public.platform_counter VALUES (7, 'invoice:MU:2026', 1);
INSERT INTO public.platform_counter VALUES (8, 'debtor:1', 1);
INSERT INTO public.platform_counter VALUES (14, 'correction:MU:2026', 1);
INSERT INTO public.platform_counter VALUES (9, 'posting:1', 3);



INSERT INTO public.platform_delivery VALUES (1, 'cover_shortages', '2026-11-26 15:07:02.717912+00', 1);
INSERT INTO public.platform_delivery VALUES (2, 'cover_shortages', '2026-11-26 15:07:02.717912+00', 2);
INSERT INTO public.platform_delivery VALUES (3, 'cover_shortages', '2026-11-26 15:07:02.717912+00', 3);
INSERT INTO public.platform_delivery VALUES (4, 'open_order_payments', '2026-11-26 15:07:02.738271+00', 4);
INSERT INTO public.platform_delivery VALUES (5, 'confirm_orders', '2026-11-26 15:07:02.7567+00', 4);
INSERT INTO public.platform_delivery VALUES (6, 'acknowledge_orders', '2026-11-26 15:07:02.781376+00', 4);
INSERT INTO public.platform_delivery VALUES (7, 'open_order_payments', '2026-11-26 15:07:03.542787+00', 5);
INSERT INTO public.platform_delivery VALUES (8, 'confirm_orders', '2026-11-26 15:07:03.561589+00', 5);
INSERT INTO public.platform_delivery VALUES (9, 'acknowledge_orders', '2026-11-26 15:07:03.573385+00', 5);
INSERT INTO public.platform_delivery VALUES (10, 'open_order_payments', '2026-11-26 15:07:03.575935+00', 6);
INSERT INTO public.platform_delivery VALUES (11, 'confirm_orders', '2026-11-26 15:07:03.591932+00', 6);
INSERT INTO public.platform_delivery VALUES (12, 'acknowledge_orders', '2026-11-26 15:07:03.603794+00', 6);
INSERT INTO public.platform_delivery VALUES (13, 'open_order_payments', '2026-11-26 15:07:03.607114+00', 7);
INSERT INTO public.platform_delivery VALUES (14, 'confirm_orders', '2026-11-26 15:07:03.623657+00', 7);
INSERT INTO public.platform_delivery VALUES (15, 'acknowledge_orders', '2026-11-26 15:07:03.632882+00', 7);
INSERT INTO public.platform_delivery VALUES (16, 'open_order_payments', '2026-11-26 15:07:03.635158+00', 8);
INSERT INTO public.platform_delivery VALUES (17, 'confirm_orders', '2026-11-26 15:07:03.645997+00', 8);
INSERT INTO public.platform_delivery VALUES (18, 'acknowledge_orders', '2026-11-26 15:07:03.654687+00', 8);
INSERT INTO public.platform_delivery VALUES (19, 'open_order_payments', '2026-11-26 15:07:03.656832+00', 9);
INSERT INTO public.platform_delivery VALUES (20, 'confirm_orders', '2026-11-26 15:07:03.667989+00', 9);
INSERT INTO public.platform_delivery VALUES (21, 'acknowledge_orders', '2026-11-26 15:07:03.676695+00', 9);
INSERT INTO public.platform_delivery VALUES (22, 'open_order_payments', '2026-11-26 15:07:03.679176+00', 10);
INSERT INTO public.platform_delivery VALUES (23, 'confirm_orders', '2026-11-26 15:07:03.691607+00', 10);
INSERT INTO public.platform_delivery VALUES (24, 'acknowledge_orders', '2026-11-26 15:07:03.702691+00', 10);
INSERT INTO public.platform_delivery VALUES (25, 'release_paid_orders', '2026-11-26 15:07:03.706219+00', 11);
INSERT INTO public.platform_delivery VALUES (26, 'release_paid_orders', '2026-11-26 15:07:03.714412+00', 12);
INSERT INTO public.platform_delivery VALUES (27, 'release_paid_orders', '2026-11-26 15:07:03.721527+00', 13);
INSERT INTO public.platform_delivery VALUES (28, 'release_paid_orders', '2026-11-26 15:07:03.728502+00', 14);
INSERT INTO public.platform_delivery VALUES (29, 'release_paid_orders', '2026-11-26 15:07:03.735275+00', 15);
INSERT INTO public.platform_delivery VALUES (30, 'release_paid_orders', '2026-11-26 15:07:03.742233+00', 16);
INSERT INTO public.platform_delivery VALUES (31, 'allocate_orders', '2026-11-26 15:07:03.75143+00', 17);
INSERT INTO public.platform_delivery VALUES (32, 'allocate_orders', '2026-11-26 15:07:03.764872+00', 18);
INSERT INTO public.platform_delivery VALUES (33, 'allocate_orders', '2026-11-26 15:07:03.777196+00', 19);
INSERT INTO public.platform_delivery VALUES (34, 'allocate_orders', '2026-11-26 15:07:03.787605+00', 20);
INSERT INTO public.platform_delivery VALUES (35, 'allocate_orders', '2026-11-26 15:07:03.796901+00', 21);
INSERT INTO public.platform_delivery VALUES (36, 'allocate_orders', '2026-11-26 15:07:03.806583+00', 22);
INSERT INTO public.platform_delivery VALUES (37, 'label_left_by_lines', '2026-11-26 15:07:03.875141+00', 29);
INSERT INTO public.platform_delivery VALUES (38, 'take_back_cancelled_parts', '2026-11-26 15:07:03.88294+00', 29);
INSERT INTO public.platform_delivery VALUES (39, 'settle_cancelled_parts', '2026-11-26 15:07:03.887507+00', 29);
INSERT INTO public.platform_delivery VALUES (40, 'tell_cancelled_parts', '2026-11-26 15:07:03.911896+00', 29);
INSERT INTO public.platform_delivery VALUES (41, 'cover_shortages', '2026-11-26 15:07:03.915663+00', 30);
INSERT INTO public.platform_delivery VALUES (42, 'label_left_behind', '2026-11-26 15:07:03.921132+00', 31);
INSERT INTO public.platform_delivery VALUES (43, 'take_back_cancelled', '2026-11-26 15:07:03.928306+00', 31);
INSERT INTO public.platform_delivery VALUES (44, 'settle_cancelled', '2026-11-26 15:07:03.932098+00', 31);
INSERT INTO public.platform_delivery VALUES (45, 'tell_cancelled', '2026-11-26 15:07:03.950104+00', 31);
INSERT INTO public.platform_delivery VALUES (46, 'tell_cancelled_orders', '2026-11-26 15:07:03.958184+00', 31);
INSERT INTO public.platform_delivery VALUES (47, 'cover_shortages', '2026-11-26 15:07:03.960668+00', 32);
INSERT INTO public.platform_delivery VALUES (48, 'book_shipping_labels', '2026-11-26 15:07:04.015276+00', 33);
INSERT INTO public.platform_delivery VALUES (49, 'invoice_shipments', '2026-11-26 15:07:04.027785+00', 34);
INSERT INTO public.platform_delivery VALUES (50, 'collect_shipped', '2026-11-26 15:07:04.447108+00', 34);
INSERT INTO public.platform_delivery VALUES (51, 'tell_shipped', '2026-11-26 15:07:04.454105+00', 34);
INSERT INTO public.platform_delivery VALUES (52, 'confirm_shipments', '2026-11-26 15:07:04.465634+00', 34);
INSERT INTO public.platform_delivery VALUES (53, 'close_settled_orders', '2026-11-26 15:07:04.469193+00', 34);
INSERT INTO public.platform_delivery VALUES (54, 'collect_invoiced', '2026-11-26 15:07:04.474958+00', 35);
INSERT INTO public.platform_delivery VALUES (55, 'post_documents', '2026-11-26 15:07:04.492678+00', 35);
INSERT INTO public.platform_delivery VALUES (56, 'collect_invoiced', '2026-11-26 15:07:04.602235+00', 37);
INSERT INTO public.platform_delivery VALUES (57, 'post_documents', '2026-11-26 15:07:04.627394+00', 37);
INSERT INTO public.platform_delivery VALUES (58, 'mail_papers', '2026-11-26 15:07:04.753857+00', 38);
INSERT INTO public.platform_delivery VALUES (59, 'mail_papers', '2026-11-26 15:07:04.753857+00', 39);



INSERT INTO public.platform_event VALUES (1, 'StockAdded', 'sku', 1, 1, '{"sku_id": 1}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (2, 'StockAdded', 'sku', 2, 1, '{"sku_id": 2}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (3, 'StockAdded', 'sku', 3, 1, '{"sku_id": 3}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (4, 'OrderPlaced', 'order', 1, 1, '{"number": "100001", "order_id": 1}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (5, 'OrderPlaced', 'order', 2, 1, '{"number": "100002", "order_id": 2}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (6, 'OrderPlaced', 'order', 3, 1, '{"number": "100003", "order_id": 3}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (7, 'OrderPlaced', 'order', 4, 1, '{"number": "100004", "order_id": 4}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (8, 'OrderPlaced', 'order', 5, 1, '{"number": "100005", "order_id": 5}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (9, 'OrderPlaced', 'order', 6, 1, '{"number": "100006", "order_id": 6}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (10, 'OrderPlaced', 'order', 7, 1, '{"number": "100007", "order_id": 7}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (11, 'PaymentSecured', 'order', 1, 2, '{"order_id": 1}', '2026-11-26 15:07:02.738271+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (12, 'PaymentSecured', 'order', 2, 2, '{"order_id": 2}', '2026-11-26 15:07:03.542787+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (13, 'PaymentSecured', 'order', 3, 2, '{"order_id": 3}', '2026-11-26 15:07:03.575935+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (14, 'PaymentSecured', 'order', 4, 2, '{"order_id": 4}', '2026-11-26 15:07:03.607114+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (15, 'PaymentSecured', 'order', 6, 2, '{"order_id": 6}', '2026-11-26 15:07:03.656832+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (16, 'PaymentSecured', 'order', 7, 2, '{"order_id": 7}', '2026-11-26 15:07:03.679176+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (17, 'OrderReleased', 'order', 1, 3, '{"order_id": 1}', '2026-11-26 15:07:03.706219+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (18, 'OrderReleased', 'order', 2, 3, '{"order_id": 2}', '2026-11-26 15:07:03.714412+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (19, 'OrderReleased', 'order', 3, 3, '{"order_id": 3}', '2026-11-26 15:07:03.721527+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (20, 'OrderReleased', 'order', 4, 3, '{"order_id": 4}', '2026-11-26 15:07:03.728502+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (21, 'OrderReleased', 'order', 6, 3, '{"order_id": 6}', '2026-11-26 15:07:03.735275+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (22, 'OrderReleased', 'order', 7, 3, '{"order_id": 7}', '2026-11-26 15:07:03.742233+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (23, 'OrderAllocated', 'order', 1, 4, '{"order_id": 1, "fulfilment_order_ids": [1]}', '2026-11-26 15:07:03.75143+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (24, 'OrderAllocated', 'order', 2, 4, '{"order_id": 2, "fulfilment_order_ids": [2]}', '2026-11-26 15:07:03.764872+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (25, 'OrderAllocated', 'order', 3, 4, '{"order_id": 3, "fulfilment_order_ids": [3]}', '2026-11-26 15:07:03.777196+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (26, 'OrderAllocated', 'order', 4, 4, '{"order_id": 4, "fulfilment_order_ids": [4]}', '2026-11-26 15:07:03.787605+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (27, 'OrderAllocated', 'order', 6, 4, '{"order_id": 6, "fulfilment_order_ids": [5]}', '2026-11-26 15:07:03.796901+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (28, 'OrderAllocated', 'order', 7, 4, '{"order_id": 7, "fulfilment_order_ids": [6]}', '2026-11-26 15:07:03.806583+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (29, 'OrderLinesCancelled', 'order', 3, 5, '{"reason": "other", "order_id": 3, "reference": "one"}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (30, 'StockAdded', 'sku', 1, 2, '{"sku_id": 1}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (31, 'OrderCancelled', 'order', 4, 5, '{"reason": "other", "order_id": 4}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (32, 'StockAdded', 'sku', 1, 3, '{"sku_id": 1}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (33, 'ShipmentPacked', 'order', 1, 5, '{"order_id": 1, "shipment_id": 1}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (34, 'ShipmentDispatched', 'order', 1, 6, '{"order_id": 1, "shipment_id": 1}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (35, 'InvoiceIssued', 'order', 1, 7, '{"order_id": 1, "invoice_id": 1}', '2026-11-26 15:07:04.027785+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (36, 'OrderClosed', 'order', 1, 8, '{"order_id": 1}', '2026-11-26 15:07:04.469193+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (37, 'InvoiceIssued', 'order', 1, 9, '{"order_id": 1, "invoice_id": 2}', '2026-11-20 09:30:00+00', 'user:house');
INSERT INTO public.platform_event VALUES (38, 'PapersWritten', 'order', 1, 10, '{"order_id": 1, "invoice_id": 1}', '2026-11-26 15:07:04.726978+00', 'system:kontor');
INSERT INTO public.platform_event VALUES (39, 'PapersWritten', 'order', 1, 11, '{"order_id": 1, "invoice_id": 2}', '2026-11-26 15:07:04.726978+00', 'system:kontor');















INSERT INTO public.platform_storedfile VALUES (1, 'db6030f7df4b1f9f68ddc17319bd0ac086d7b3b5601813a599106e501bc06036', 'application/pdf', 32420, 'MU-2026-000001.pdf', '2026-11-26 15:07:04.726978+00');
INSERT INTO public.platform_storedfile VALUES (2, 'd6423a17205fb4dab2d3a83e9fd04f67c13e2eb48dbfc01d3483287b9c278831', 'application/xml', 5243, 'MU-2026-000001.xml', '2026-11-26 15:07:04.726978+00');
INSERT INTO public.platform_storedfile VALUES (3, 'bf9370ac993e2615a87fc4062ddd43cf260de100c3ab535d37035a468226678c', 'application/pdf', 31895, 'MU-K-2026-000001.pdf', '2026-11-26 15:07:04.726978+00');
INSERT INTO public.platform_storedfile VALUES (4, '3d1c0261382a2faf91e482ce1e6df55641a6967d94279227c7ee7839d3b049d9', 'application/xml', 5543, 'MU-K-2026-000001.xml', '2026-11-26 15:07:04.726978+00');









INSERT INTO public.pricing_taxrate VALUES (1, 'DE', 'standard', 16.00, '2000-01-01', '2007-01-01');
INSERT INTO public.pricing_taxrate VALUES (2, 'DE', 'standard', 19.00, '2007-01-01', '2020-07-01');
INSERT INTO public.pricing_taxrate VALUES (3, 'DE', 'standard', 16.00, '2020-07-01', '2021-01-01');
INSERT INTO public.pricing_taxrate VALUES (4, 'DE', 'reduced', 7.00, '2000-01-01', '2020-07-01');
INSERT INTO public.pricing_taxrate VALUES (5, 'DE', 'reduced', 5.00, '2020-07-01', '2021-01-01');
INSERT INTO public.pricing_taxrate VALUES (6, 'GB', 'standard', 17.50, '2000-01-01', '2008-12-01');
INSERT INTO public.pricing_taxrate VALUES (7, 'GB', 'standard', 15.00, '2008-12-01', '2010-01-01');
INSERT INTO public.pricing_taxrate VALUES (8, 'GB', 'standard', 17.50, '2010-01-01', '2011-01-04');
INSERT INTO public.pricing_taxrate VALUES (9, 'AD', 'standard', 4.50, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (10, 'AD', 'reduced', 1.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (11, 'AD', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (12, 'AL', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (13, 'AL', 'reduced', 6.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (14, 'AL', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (15, 'AT', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (16, 'AT', 'reduced', 10.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (17, 'AT', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (18, 'BA', 'standard', 17.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (19, 'BA', 'reduced', 17.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (20, 'BA', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (21, 'BE', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (22, 'BE', 'reduced', 6.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (23, 'BE', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (24, 'BG', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (25, 'BG', 'reduced', 9.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (26, 'BG', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (27, 'CH', 'standard', 8.10, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (28, 'CH', 'reduced', 2.60, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (29, 'CH', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (30, 'CY', 'standard', 19.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (31, 'CY', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (32, 'CY', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (33, 'CZ', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (34, 'CZ', 'reduced', 12.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (35, 'CZ', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (36, 'DE', 'standard', 19.00, '2021-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (37, 'DE', 'reduced', 7.00, '2021-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (38, 'DE', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (39, 'DK', 'standard', 25.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (40, 'DK', 'reduced', 25.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (41, 'DK', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (42, 'EE', 'standard', 24.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (43, 'EE', 'reduced', 9.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (44, 'EE', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (45, 'ES', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (46, 'ES', 'reduced', 10.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (47, 'ES', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (48, 'FI', 'standard', 25.50, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (49, 'FI', 'reduced', 13.50, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (50, 'FI', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (51, 'FR', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (52, 'FR', 'reduced', 5.50, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (53, 'FR', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (54, 'GB', 'standard', 20.00, '2011-01-04', NULL);
INSERT INTO public.pricing_taxrate VALUES (55, 'GB', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (56, 'GB', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (57, 'GE', 'standard', 18.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (58, 'GE', 'reduced', 18.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (59, 'GE', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (60, 'GR', 'standard', 24.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (61, 'GR', 'reduced', 13.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (62, 'GR', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (63, 'HR', 'standard', 25.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (64, 'HR', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (65, 'HR', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (66, 'HU', 'standard', 27.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (67, 'HU', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (68, 'HU', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (69, 'IE', 'standard', 23.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (70, 'IE', 'reduced', 9.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (71, 'IE', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (72, 'IS', 'standard', 24.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (73, 'IS', 'reduced', 11.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (74, 'IS', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (75, 'IT', 'standard', 22.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (76, 'IT', 'reduced', 10.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (77, 'IT', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (78, 'LI', 'standard', 8.10, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (79, 'LI', 'reduced', 2.60, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (80, 'LI', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (81, 'LT', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (82, 'LT', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (83, 'LT', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (84, 'LU', 'standard', 17.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (85, 'LU', 'reduced', 8.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (86, 'LU', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (87, 'LV', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (88, 'LV', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (89, 'LV', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (90, 'MC', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (91, 'MC', 'reduced', 5.50, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (92, 'MC', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (93, 'MD', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (94, 'MD', 'reduced', 8.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (95, 'MD', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (96, 'ME', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (97, 'ME', 'reduced', 7.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (98, 'ME', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (99, 'MK', 'standard', 18.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (100, 'MK', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (101, 'MK', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (102, 'MT', 'standard', 18.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (103, 'MT', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (104, 'MT', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (105, 'NL', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (106, 'NL', 'reduced', 9.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (107, 'NL', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (108, 'NO', 'standard', 25.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (109, 'NO', 'reduced', 12.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (110, 'NO', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (111, 'PL', 'standard', 23.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (112, 'PL', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (113, 'PL', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (114, 'PT', 'standard', 23.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (115, 'PT', 'reduced', 6.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (116, 'PT', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (117, 'RO', 'standard', 21.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (118, 'RO', 'reduced', 11.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (119, 'RO', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (120, 'RS', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (121, 'RS', 'reduced', 10.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (122, 'RS', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (123, 'SE', 'standard', 25.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (124, 'SE', 'reduced', 6.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (125, 'SE', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (126, 'SI', 'standard', 22.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (127, 'SI', 'reduced', 9.50, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (128, 'SI', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (129, 'SK', 'standard', 23.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (130, 'SK', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (131, 'SK', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (132, 'TR', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (133, 'TR', 'reduced', 1.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (134, 'TR', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (135, 'UA', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (136, 'UA', 'reduced', 7.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (137, 'UA', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (138, 'XI', 'standard', 20.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (139, 'XI', 'reduced', 5.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (140, 'XI', 'zero', 0.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (141, 'XK', 'standard', 18.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (142, 'XK', 'reduced', 8.00, '2000-01-01', NULL);
INSERT INTO public.pricing_taxrate VALUES (143, 'XK', 'zero', 0.00, '2000-01-01', NULL);






INSERT INTO public.procrastinate_events VALUES (24, 24, 'deferred', '2026-11-26 15:07:02.756825+00');
INSERT INTO public.procrastinate_events VALUES (26, 26, 'deferred', '2026-11-26 15:07:03.56174+00');
INSERT INTO public.procrastinate_events VALUES (28, 28, 'deferred', '2026-11-26 15:07:03.592076+00');
INSERT INTO public.procrastinate_events VALUES (30, 30, 'deferred', '2026-11-26 15:07:03.623866+00');
INSERT INTO public.procrastinate_events VALUES (31, 31, 'deferred', '2026-11-26 15:07:03.64611+00');
INSERT INTO public.procrastinate_events VALUES (33, 33, 'deferred', '2026-11-26 15:07:03.668091+00');
INSERT INTO public.procrastinate_events VALUES (35, 35, 'deferred', '2026-11-26 15:07:03.691786+00');
INSERT INTO public.procrastinate_events VALUES (36, 36, 'deferred', '2026-11-26 15:07:03.691786+00');
INSERT INTO public.procrastinate_events VALUES (54, 54, 'deferred', '2026-11-26 15:07:03.950194+00');
INSERT INTO public.procrastinate_events VALUES (63, 63, 'deferred', '2026-11-26 15:07:04.027924+00');
INSERT INTO public.procrastinate_events VALUES (64, 64, 'deferred', '2026-11-26 15:07:04.454308+00');
INSERT INTO public.procrastinate_events VALUES (67, 67, 'deferred', '2026-11-26 15:07:04.548055+00');
INSERT INTO public.procrastinate_events VALUES (69, 69, 'deferred', '2026-11-26 15:07:04.754127+00');



INSERT INTO public.procrastinate_jobs VALUES (24, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [1]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (26, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [2]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (28, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [3]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (30, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [4]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (31, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [5]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (33, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [6]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (35, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [7]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (36, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [8]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (54, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [9]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (63, 'documents', 'kontor.render_invoices', NULL, '{"invoice_ids": [1]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (64, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [10]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (67, 'documents', 'kontor.render_invoices', NULL, '{"invoice_ids": [2]}', 'todo', NULL, 0, NULL, 0, false, NULL);
INSERT INTO public.procrastinate_jobs VALUES (69, 'mail', 'kontor.send_messages', NULL, '{"message_ids": [11, 12]}', 'todo', NULL, 0, NULL, 0, false, NULL);





















INSERT INTO public.sourcing_sourcingdecision VALUES (1, 'intake', '{"asked": 2, "short": 0, "chosen": [1], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 2, "verdict": "chosen", "location": 1}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 2, "verdict": "dearer", "location": 2}]}', '2026-11-20 09:30:00+00', 1);
INSERT INTO public.sourcing_sourcingdecision VALUES (2, 'intake', '{"asked": 2, "short": 0, "chosen": [1], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 2, "verdict": "chosen", "location": 1}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 2, "verdict": "dearer", "location": 2}]}', '2026-11-20 09:30:00+00', 2);
INSERT INTO public.sourcing_sourcingdecision VALUES (3, 'intake', '{"asked": 2, "short": 0, "chosen": [1], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 2, "verdict": "chosen", "location": 1}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 2, "verdict": "dearer", "location": 2}]}', '2026-11-20 09:30:00+00', 3);
INSERT INTO public.sourcing_sourcingdecision VALUES (4, 'intake', '{"asked": 2, "short": 0, "chosen": [1], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 2, "verdict": "chosen", "location": 1}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 2, "verdict": "dearer", "location": 2}]}', '2026-11-20 09:30:00+00', 4);
INSERT INTO public.sourcing_sourcingdecision VALUES (5, 'intake', '{"asked": 1, "short": 0, "chosen": [1], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 0, "verdict": "empty", "location": 2}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 1, "verdict": "chosen", "location": 1}]}', '2026-11-20 09:30:00+00', 5);
INSERT INTO public.sourcing_sourcingdecision VALUES (6, 'intake', '{"asked": 1, "short": 0, "chosen": [2], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 0, "verdict": "empty", "location": 1}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 1, "verdict": "chosen", "location": 2}]}', '2026-11-20 09:30:00+00', 6);
INSERT INTO public.sourcing_sourcingdecision VALUES (7, 'intake', '{"asked": 40, "short": 36, "chosen": [2], "candidates": [{"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.01"}, "total": "4.01", "served": 0, "verdict": "empty", "location": 1}, {"rule": "", "costs": {"parcel": "4.00", "waiting": "0.00", "distance": "0.92"}, "total": "4.92", "served": 4, "verdict": "chosen", "location": 2}]}', '2026-11-20 09:30:00+00', 7);






SELECT pg_catalog.setval('public.access_apikey_id_seq', 1, false);



SELECT pg_catalog.setval('public.access_role_id_seq', 1, false);



SELECT pg_catalog.setval('public.access_user_groups_id_seq', 1, false);



SELECT pg_catalog.setval('public.access_user_id_seq', 1, false);



SELECT pg_catalog.setval('public.access_user_roles_id_seq', 1, false);



SELECT pg_catalog.setval('public.access_user_user_permissions_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_archiveentry_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_baserate_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_bookexport_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_dayrate_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_debtor_id_seq', 1, true);



SELECT pg_catalog.setval('public.accounting_dunningletter_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_dunninglevel_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_dunningstop_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_exchangerate_id_seq', 1, false);



SELECT pg_catalog.setval('public.accounting_posting_id_seq', 3, true);



SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);



SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);



SELECT pg_catalog.setval('public.auth_permission_id_seq', 408, true);



SELECT pg_catalog.setval('public.axes_accessattempt_id_seq', 1, false);



SELECT pg_catalog.setval('public.axes_accessfailurelog_id_seq', 1, false);



SELECT pg_catalog.setval('public.axes_accesslog_id_seq', 1, false);



SELECT pg_catalog.setval('public.catalog_barcode_id_seq', 1, true);



SELECT pg_catalog.setval('public.catalog_kitpart_id_seq', 2, true);



SELECT pg_catalog.setval('public.catalog_product_id_seq', 4, true);



SELECT pg_catalog.setval('public.catalog_sku_id_seq', 4, true);



SELECT pg_catalog.setval('public.channels_calltally_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_channel_id_seq', 1, true);



SELECT pg_catalog.setval('public.channels_channelintent_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_connection_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_discrepancy_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_inboundmessage_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_listing_id_seq', 1, true);



SELECT pg_catalog.setval('public.channels_offer_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_offerpublication_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_pushreceipt_id_seq', 1, false);



SELECT pg_catalog.setval('public.channels_settlement_id_seq', 1, false);



SELECT pg_catalog.setval('public.customers_customer_id_seq', 1, true);



SELECT pg_catalog.setval('public.customers_customeraddress_id_seq', 7, true);



SELECT pg_catalog.setval('public.customers_customergroup_id_seq', 1, false);



SELECT pg_catalog.setval('public.django_admin_log_id_seq', 1, false);



SELECT pg_catalog.setval('public.django_content_type_id_seq', 102, true);



SELECT pg_catalog.setval('public.django_migrations_id_seq', 100, true);



SELECT pg_catalog.setval('public.fulfilment_fulfilmentline_id_seq', 6, true);



SELECT pg_catalog.setval('public.fulfilment_fulfilmentorder_id_seq', 6, true);



SELECT pg_catalog.setval('public.fulfilment_merge_id_seq', 1, false);



SELECT pg_catalog.setval('public.fulfilment_picklist_id_seq', 2, true);



SELECT pg_catalog.setval('public.fulfilment_picktask_id_seq', 2, true);



SELECT pg_catalog.setval('public.fulfilment_shipment_id_seq', 1, true);



SELECT pg_catalog.setval('public.fulfilment_shipmentline_id_seq', 1, true);



SELECT pg_catalog.setval('public.inventory_balance_id_seq', 4, true);



SELECT pg_catalog.setval('public.inventory_channelbuffer_id_seq', 1, false);



SELECT pg_catalog.setval('public.inventory_demandrate_id_seq', 1, false);



SELECT pg_catalog.setval('public.inventory_reservation_id_seq', 8, true);



SELECT pg_catalog.setval('public.inventory_stockchange_id_seq', 15, true);



SELECT pg_catalog.setval('public.inventory_stockmove_id_seq', 15, true);



SELECT pg_catalog.setval('public.invoicing_invoice_id_seq', 2, true);



SELECT pg_catalog.setval('public.invoicing_paperfailure_id_seq', 1, false);



SELECT pg_catalog.setval('public.invoicing_receivedinvoice_attachments_id_seq', 1, false);



SELECT pg_catalog.setval('public.invoicing_receivedinvoice_id_seq', 1, false);



SELECT pg_catalog.setval('public.legal_entities_legalentity_id_seq', 1, true);



SELECT pg_catalog.setval('public.legal_entities_taxregistration_id_seq', 1, false);



SELECT pg_catalog.setval('public.locations_closedday_id_seq', 1, false);



SELECT pg_catalog.setval('public.locations_location_id_seq', 2, true);



SELECT pg_catalog.setval('public.messaging_message_id_seq', 12, true);



SELECT pg_catalog.setval('public.messaging_messagetemplate_id_seq', 1, false);



SELECT pg_catalog.setval('public.orders_cancellation_id_seq', 1, false);



SELECT pg_catalog.setval('public.orders_hold_id_seq', 1, false);



SELECT pg_catalog.setval('public.orders_lineentry_id_seq', 14, true);



SELECT pg_catalog.setval('public.orders_order_id_seq', 7, true);



SELECT pg_catalog.setval('public.orders_ordercharge_id_seq', 1, false);



SELECT pg_catalog.setval('public.orders_orderline_id_seq', 7, true);



SELECT pg_catalog.setval('public.orders_ordernote_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_bankstatement_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_banktransaction_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_moneyintent_id_seq', 2, true);



SELECT pg_catalog.setval('public.payments_payment_id_seq', 7, true);



SELECT pg_catalog.setval('public.payments_paymententry_id_seq', 6, true);



SELECT pg_catalog.setval('public.payments_provideraccount_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_providerbooking_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_providermessage_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_voucher_id_seq', 1, false);



SELECT pg_catalog.setval('public.payments_voucherentry_id_seq', 1, false);



SELECT pg_catalog.setval('public.platform_auditentry_id_seq', 14, true);



SELECT pg_catalog.setval('public.platform_counter_id_seq', 18, true);



SELECT pg_catalog.setval('public.platform_delivery_id_seq', 59, true);



SELECT pg_catalog.setval('public.platform_event_id_seq', 39, true);



SELECT pg_catalog.setval('public.platform_idempotencykey_id_seq', 1, false);



SELECT pg_catalog.setval('public.platform_ratelevel_id_seq', 1, false);



SELECT pg_catalog.setval('public.platform_runreport_id_seq', 1, false);



SELECT pg_catalog.setval('public.platform_setaside_id_seq', 1, false);



SELECT pg_catalog.setval('public.platform_storedfile_id_seq', 4, true);



SELECT pg_catalog.setval('public.pricing_price_id_seq', 1, false);



SELECT pg_catalog.setval('public.pricing_pricelist_id_seq', 1, false);



SELECT pg_catalog.setval('public.pricing_taxrate_id_seq', 286, true);



SELECT pg_catalog.setval('public.pricing_vatcheck_id_seq', 1, false);



SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 69, true);



SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 69, true);



SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);



SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);



SELECT pg_catalog.setval('public.shipping_labelintent_id_seq', 1, false);



SELECT pg_catalog.setval('public.shipping_parcel_id_seq', 1, false);



SELECT pg_catalog.setval('public.sourcing_dayload_id_seq', 1, false);



SELECT pg_catalog.setval('public.sourcing_sourcingcosts_id_seq', 1, false);



SELECT pg_catalog.setval('public.sourcing_sourcingdecision_id_seq', 7, true);



SELECT pg_catalog.setval('public.sourcing_sourcingrule_id_seq', 1, false);



ALTER TABLE ONLY public.access_apikey
    ADD CONSTRAINT access_apikey_name_key UNIQUE (name);



ALTER TABLE ONLY public.access_apikey
    ADD CONSTRAINT access_apikey_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.access_apikey
    ADD CONSTRAINT access_apikey_secret_hash_key UNIQUE (secret_hash);



ALTER TABLE ONLY public.access_role
    ADD CONSTRAINT access_role_name_key UNIQUE (name);



ALTER TABLE ONLY public.access_role
    ADD CONSTRAINT access_role_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.access_user_groups
    ADD CONSTRAINT access_user_groups_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.access_user_groups
    ADD CONSTRAINT access_user_groups_user_id_group_id_425a56a6_uniq UNIQUE (user_id, group_id);



ALTER TABLE ONLY public.access_user
    ADD CONSTRAINT access_user_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.access_user_roles
    ADD CONSTRAINT access_user_roles_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.access_user_roles
    ADD CONSTRAINT access_user_roles_user_id_role_id_89666d33_uniq UNIQUE (user_id, role_id);



ALTER TABLE ONLY public.access_user_user_permissions
    ADD CONSTRAINT access_user_user_permiss_user_id_permission_id_ef659a87_uniq UNIQUE (user_id, permission_id);



ALTER TABLE ONLY public.access_user_user_permissions
    ADD CONSTRAINT access_user_user_permissions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.access_user
    ADD CONSTRAINT access_user_username_key UNIQUE (username);



ALTER TABLE ONLY public.accounting_archiveentry
    ADD CONSTRAINT accounting_archiveentry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_archiveentry
    ADD CONSTRAINT accounting_archiveentry_source_key UNIQUE (source);



ALTER TABLE ONLY public.accounting_baserate
    ADD CONSTRAINT accounting_baserate_from_on_key UNIQUE (from_on);



ALTER TABLE ONLY public.accounting_baserate
    ADD CONSTRAINT accounting_baserate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_bookexport
    ADD CONSTRAINT accounting_bookexport_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_dayrate
    ADD CONSTRAINT accounting_dayrate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_debtor
    ADD CONSTRAINT accounting_debtor_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_dunningletter
    ADD CONSTRAINT accounting_dunningletter_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_dunninglevel
    ADD CONSTRAINT accounting_dunninglevel_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_dunningstop
    ADD CONSTRAINT accounting_dunningstop_order_id_key UNIQUE (order_id);



ALTER TABLE ONLY public.accounting_dunningstop
    ADD CONSTRAINT accounting_dunningstop_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_exchangerate
    ADD CONSTRAINT accounting_exchangerate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_posting
    ADD CONSTRAINT accounting_posting_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.accounting_archiveentry
    ADD CONSTRAINT archive_sequence_once UNIQUE (legal_entity_id, sequence);



ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);



ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);



ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);



ALTER TABLE ONLY public.axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_balance
    ADD CONSTRAINT balance_once UNIQUE (sku_id, location_id);



ALTER TABLE ONLY public.payments_banktransaction
    ADD CONSTRAINT bank_transaction_once UNIQUE (account, fingerprint);



ALTER TABLE ONLY public.channels_calltally
    ADD CONSTRAINT call_tally_once UNIQUE (channel_id, hour);



ALTER TABLE ONLY public.orders_cancellation
    ADD CONSTRAINT cancellation_once_per_channel UNIQUE (channel_id, external_id);



ALTER TABLE ONLY public.catalog_barcode
    ADD CONSTRAINT catalog_barcode_code_key UNIQUE (code);



ALTER TABLE ONLY public.catalog_barcode
    ADD CONSTRAINT catalog_barcode_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.catalog_kitpart
    ADD CONSTRAINT catalog_kitpart_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_code_key UNIQUE (code);



ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_channelbuffer
    ADD CONSTRAINT channel_buffer_once UNIQUE NULLS NOT DISTINCT (channel_id, sku_id);



ALTER TABLE ONLY public.channels_calltally
    ADD CONSTRAINT channels_calltally_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_code_key UNIQUE (code);



ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_channelintent
    ADD CONSTRAINT channels_channelintent_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_connection
    ADD CONSTRAINT channels_connection_channel_id_key UNIQUE (channel_id);



ALTER TABLE ONLY public.channels_connection
    ADD CONSTRAINT channels_connection_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_discrepancy
    ADD CONSTRAINT channels_discrepancy_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_inboundmessage
    ADD CONSTRAINT channels_inboundmessage_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_offer
    ADD CONSTRAINT channels_offer_listing_id_key UNIQUE (listing_id);



ALTER TABLE ONLY public.channels_offer
    ADD CONSTRAINT channels_offer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_offerpublication
    ADD CONSTRAINT channels_offerpublication_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_pushreceipt
    ADD CONSTRAINT channels_pushreceipt_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.channels_settlement
    ADD CONSTRAINT channels_settlement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.locations_closedday
    ADD CONSTRAINT closed_day_once UNIQUE (location_id, "on");



ALTER TABLE ONLY public.customers_customeraddress
    ADD CONSTRAINT customer_address_once UNIQUE (customer_id, fingerprint);



ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_match_key_key UNIQUE (match_key);



ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.customers_customeraddress
    ADD CONSTRAINT customers_customeraddress_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.customers_customergroup
    ADD CONSTRAINT customers_customergroup_code_key UNIQUE (code);



ALTER TABLE ONLY public.customers_customergroup
    ADD CONSTRAINT customers_customergroup_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.sourcing_dayload
    ADD CONSTRAINT day_load_once UNIQUE (location_id, day);



ALTER TABLE ONLY public.accounting_dayrate
    ADD CONSTRAINT day_rate_once UNIQUE (currency, "on");



ALTER TABLE ONLY public.accounting_debtor
    ADD CONSTRAINT debtor_number_once UNIQUE (legal_entity_id, number);



ALTER TABLE ONLY public.accounting_debtor
    ADD CONSTRAINT debtor_once UNIQUE (legal_entity_id, key);



ALTER TABLE ONLY public.platform_delivery
    ADD CONSTRAINT delivery_once UNIQUE (event_id, listener);



ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);



ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);



ALTER TABLE ONLY public.accounting_dunningletter
    ADD CONSTRAINT dunning_letter_once UNIQUE (order_id, level);



ALTER TABLE ONLY public.accounting_dunninglevel
    ADD CONSTRAINT dunning_level_once UNIQUE (legal_entity_id, level);



ALTER TABLE ONLY public.platform_event
    ADD CONSTRAINT event_version_unique UNIQUE (subject, key, version);



ALTER TABLE ONLY public.accounting_exchangerate
    ADD CONSTRAINT exchange_rate_once UNIQUE (currency, month_on);



ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmentline_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmentorder_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.fulfilment_merge
    ADD CONSTRAINT fulfilment_merge_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.fulfilment_picklist
    ADD CONSTRAINT fulfilment_picklist_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.fulfilment_picktask
    ADD CONSTRAINT fulfilment_picktask_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.fulfilment_shipment
    ADD CONSTRAINT fulfilment_shipment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.fulfilment_shipmentline
    ADD CONSTRAINT fulfilment_shipmentline_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_idempotencykey
    ADD CONSTRAINT idempotency_key_once UNIQUE (principal, key);



ALTER TABLE ONLY public.channels_inboundmessage
    ADD CONSTRAINT inbound_message_once UNIQUE (channel, kind, external_id);



ALTER TABLE ONLY public.inventory_balance
    ADD CONSTRAINT inventory_balance_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_channelbuffer
    ADD CONSTRAINT inventory_channelbuffer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_demandrate
    ADD CONSTRAINT inventory_demandrate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_demandrate
    ADD CONSTRAINT inventory_demandrate_sku_id_key UNIQUE (sku_id);



ALTER TABLE ONLY public.inventory_reservation
    ADD CONSTRAINT inventory_reservation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_stockchange
    ADD CONSTRAINT inventory_stockchange_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_stockmove
    ADD CONSTRAINT inventory_stockmove_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoice_number_once UNIQUE (series, sequence);



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_source_key UNIQUE (source);



ALTER TABLE ONLY public.invoicing_paperfailure
    ADD CONSTRAINT invoicing_paperfailure_invoice_id_key UNIQUE (invoice_id);



ALTER TABLE ONLY public.invoicing_paperfailure
    ADD CONSTRAINT invoicing_paperfailure_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.invoicing_receivedinvoice_attachments
    ADD CONSTRAINT invoicing_receivedinvoic_receivedinvoice_id_store_2c91305e_uniq UNIQUE (receivedinvoice_id, storedfile_id);



ALTER TABLE ONLY public.invoicing_receivedinvoice_attachments
    ADD CONSTRAINT invoicing_receivedinvoice_attachments_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.invoicing_receivedinvoice
    ADD CONSTRAINT invoicing_receivedinvoice_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.catalog_kitpart
    ADD CONSTRAINT kit_part_once UNIQUE (kit_id, part_id);



ALTER TABLE ONLY public.legal_entities_legalentity
    ADD CONSTRAINT legal_entities_legalentity_code_key UNIQUE (code);



ALTER TABLE ONLY public.legal_entities_legalentity
    ADD CONSTRAINT legal_entities_legalentity_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.legal_entities_taxregistration
    ADD CONSTRAINT legal_entities_taxregistration_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_lineentry
    ADD CONSTRAINT line_entry_once UNIQUE (line_id, kind, reference, taken_from);



ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT listing_once UNIQUE (channel_id, channel_sku);



ALTER TABLE ONLY public.locations_closedday
    ADD CONSTRAINT locations_closedday_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.locations_location
    ADD CONSTRAINT locations_location_code_key UNIQUE (code);



ALTER TABLE ONLY public.locations_location
    ADD CONSTRAINT locations_location_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.messaging_message
    ADD CONSTRAINT message_once UNIQUE (kind, reference);



ALTER TABLE ONLY public.messaging_message
    ADD CONSTRAINT messaging_message_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.messaging_messagetemplate
    ADD CONSTRAINT messaging_messagetemplate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT order_line_position UNIQUE (order_id, "position");



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT order_once_per_channel UNIQUE (channel_id, external_id);



ALTER TABLE ONLY public.orders_cancellation
    ADD CONSTRAINT orders_cancellation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_hold
    ADD CONSTRAINT orders_hold_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_lineentry
    ADD CONSTRAINT orders_lineentry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_number_key UNIQUE (number);



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_uuid_key UNIQUE (uuid);



ALTER TABLE ONLY public.orders_ordercharge
    ADD CONSTRAINT orders_ordercharge_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orders_ordernote
    ADD CONSTRAINT orders_ordernote_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_paymententry
    ADD CONSTRAINT payment_entry_once UNIQUE (payment_id, kind, reference);



ALTER TABLE ONLY public.payments_bankstatement
    ADD CONSTRAINT payments_bankstatement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_banktransaction
    ADD CONSTRAINT payments_banktransaction_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_moneyintent
    ADD CONSTRAINT payments_moneyintent_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_moneyintent
    ADD CONSTRAINT payments_moneyintent_reference_key UNIQUE (reference);



ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_order_id_key UNIQUE (order_id);



ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_paymententry
    ADD CONSTRAINT payments_paymententry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_provideraccount
    ADD CONSTRAINT payments_provideraccount_code_key UNIQUE (code);



ALTER TABLE ONLY public.payments_provideraccount
    ADD CONSTRAINT payments_provideraccount_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_providerbooking
    ADD CONSTRAINT payments_providerbooking_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_providermessage
    ADD CONSTRAINT payments_providermessage_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_voucher
    ADD CONSTRAINT payments_voucher_digest_key UNIQUE (digest);



ALTER TABLE ONLY public.payments_voucher
    ADD CONSTRAINT payments_voucher_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_voucherentry
    ADD CONSTRAINT payments_voucherentry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_auditentry
    ADD CONSTRAINT platform_auditentry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_counter
    ADD CONSTRAINT platform_counter_name_key UNIQUE (name);



ALTER TABLE ONLY public.platform_counter
    ADD CONSTRAINT platform_counter_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_delivery
    ADD CONSTRAINT platform_delivery_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_event
    ADD CONSTRAINT platform_event_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_idempotencykey
    ADD CONSTRAINT platform_idempotencykey_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_ratelevel
    ADD CONSTRAINT platform_ratelevel_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_runreport
    ADD CONSTRAINT platform_runreport_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_setaside
    ADD CONSTRAINT platform_setaside_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_storedfile
    ADD CONSTRAINT platform_storedfile_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.platform_storedfile
    ADD CONSTRAINT platform_storedfile_sha256_key UNIQUE (sha256);



ALTER TABLE ONLY public.accounting_posting
    ADD CONSTRAINT posting_once UNIQUE (source, "position");



ALTER TABLE ONLY public.accounting_posting
    ADD CONSTRAINT posting_sequence_once UNIQUE (legal_entity_id, sequence);



ALTER TABLE ONLY public.pricing_price
    ADD CONSTRAINT price_once UNIQUE (price_list_id, sku_id, from_quantity, valid_from);



ALTER TABLE ONLY public.pricing_price
    ADD CONSTRAINT pricing_price_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.pricing_pricelist
    ADD CONSTRAINT pricing_pricelist_code_key UNIQUE (code);



ALTER TABLE ONLY public.pricing_pricelist
    ADD CONSTRAINT pricing_pricelist_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.pricing_taxrate
    ADD CONSTRAINT pricing_taxrate_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.pricing_vatcheck
    ADD CONSTRAINT pricing_vatcheck_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);



ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.payments_providerbooking
    ADD CONSTRAINT provider_booking_once UNIQUE (account_id, external_id);



ALTER TABLE ONLY public.payments_providermessage
    ADD CONSTRAINT provider_message_once UNIQUE (account_id, delivery_id);



ALTER TABLE ONLY public.channels_offerpublication
    ADD CONSTRAINT publication_once UNIQUE (offer_id, version);



ALTER TABLE ONLY public.channels_pushreceipt
    ADD CONSTRAINT push_once UNIQUE (channel_id, delivery_id);



ALTER TABLE ONLY public.platform_ratelevel
    ADD CONSTRAINT rate_level_of_an_account UNIQUE (owner, name);



ALTER TABLE ONLY public.invoicing_receivedinvoice
    ADD CONSTRAINT received_once UNIQUE NULLS NOT DISTINCT (legal_entity_id, seller, number, issued_on);



ALTER TABLE ONLY public.channels_settlement
    ADD CONSTRAINT settlement_once UNIQUE (channel_id, external_id);



ALTER TABLE ONLY public.fulfilment_shipmentline
    ADD CONSTRAINT shipment_line_once UNIQUE (shipment_id, order_line_id);



ALTER TABLE ONLY public.shipping_labelintent
    ADD CONSTRAINT shipping_labelintent_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.shipping_labelintent
    ADD CONSTRAINT shipping_labelintent_reference_key UNIQUE (reference);



ALTER TABLE ONLY public.shipping_parcel
    ADD CONSTRAINT shipping_parcel_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.sourcing_dayload
    ADD CONSTRAINT sourcing_dayload_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.sourcing_sourcingcosts
    ADD CONSTRAINT sourcing_sourcingcosts_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.sourcing_sourcingdecision
    ADD CONSTRAINT sourcing_sourcingdecision_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.sourcing_sourcingrule
    ADD CONSTRAINT sourcing_sourcingrule_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.inventory_stockmove
    ADD CONSTRAINT stock_move_once UNIQUE (cause, sku_id, location_id);



ALTER TABLE ONLY public.pricing_taxrate
    ADD CONSTRAINT tax_rate_once UNIQUE (country, tax_class, valid_from);



ALTER TABLE ONLY public.legal_entities_taxregistration
    ADD CONSTRAINT tax_registration_once UNIQUE (legal_entity_id, country);



ALTER TABLE ONLY public.messaging_messagetemplate
    ADD CONSTRAINT template_once UNIQUE (kind, language);



ALTER TABLE ONLY public.payments_voucherentry
    ADD CONSTRAINT voucher_entry_once UNIQUE (voucher_id, kind, reference);



CREATE INDEX access_apikey_name_c1f22715_like ON public.access_apikey USING btree (name varchar_pattern_ops);



CREATE INDEX access_apikey_secret_hash_8e4a8228_like ON public.access_apikey USING btree (secret_hash varchar_pattern_ops);



CREATE INDEX access_role_name_28a65340_like ON public.access_role USING btree (name varchar_pattern_ops);



CREATE INDEX access_user_groups_group_id_921debcc ON public.access_user_groups USING btree (group_id);



CREATE INDEX access_user_groups_user_id_4f105fa4 ON public.access_user_groups USING btree (user_id);



CREATE INDEX access_user_roles_role_id_b0a6626b ON public.access_user_roles USING btree (role_id);



CREATE INDEX access_user_roles_user_id_215957aa ON public.access_user_roles USING btree (user_id);



CREATE INDEX access_user_user_permissions_permission_id_76d8eb82 ON public.access_user_user_permissions USING btree (permission_id);



CREATE INDEX access_user_user_permissions_user_id_67074cbf ON public.access_user_user_permissions USING btree (user_id);



CREATE INDEX access_user_username_09372906_like ON public.access_user USING btree (username varchar_pattern_ops);



CREATE INDEX accounting_archiveentry_legal_entity_id_a1635829 ON public.accounting_archiveentry USING btree (legal_entity_id);



CREATE INDEX accounting_archiveentry_source_1c6c3eea_like ON public.accounting_archiveentry USING btree (source varchar_pattern_ops);



CREATE INDEX accounting_bookexport_file_id_f2c2d9fe ON public.accounting_bookexport USING btree (file_id);



CREATE INDEX accounting_bookexport_legal_entity_id_321a865a ON public.accounting_bookexport USING btree (legal_entity_id);



CREATE INDEX accounting_debtor_customer_id_53506391 ON public.accounting_debtor USING btree (customer_id);



CREATE INDEX accounting_debtor_legal_entity_id_08f801b0 ON public.accounting_debtor USING btree (legal_entity_id);



CREATE INDEX accounting_dunningletter_file_id_a1b54844 ON public.accounting_dunningletter USING btree (file_id);



CREATE INDEX accounting_dunningletter_legal_entity_id_32c332ac ON public.accounting_dunningletter USING btree (legal_entity_id);



CREATE INDEX accounting_dunninglevel_legal_entity_id_e436d1be ON public.accounting_dunninglevel USING btree (legal_entity_id);



CREATE INDEX accounting_posting_legal_entity_id_2363fe20 ON public.accounting_posting USING btree (legal_entity_id);



CREATE INDEX audit_by_subject ON public.platform_auditentry USING btree (subject, key, at);



CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);



CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);



CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);



CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);



CREATE INDEX axes_accessattempt_ip_address_10922d9c ON public.axes_accessattempt USING btree (ip_address);



CREATE INDEX axes_accessattempt_user_agent_ad89678b ON public.axes_accessattempt USING btree (user_agent);



CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON public.axes_accessattempt USING btree (user_agent varchar_pattern_ops);



CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON public.axes_accessattempt USING btree (username);



CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON public.axes_accessattempt USING btree (username varchar_pattern_ops);



CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON public.axes_accessfailurelog USING btree (ip_address);



CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON public.axes_accessfailurelog USING btree (user_agent);



CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON public.axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);



CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON public.axes_accessfailurelog USING btree (username);



CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON public.axes_accessfailurelog USING btree (username varchar_pattern_ops);



CREATE INDEX axes_accesslog_ip_address_86b417e5 ON public.axes_accesslog USING btree (ip_address);



CREATE INDEX axes_accesslog_user_agent_0e659004 ON public.axes_accesslog USING btree (user_agent);



CREATE INDEX axes_accesslog_user_agent_0e659004_like ON public.axes_accesslog USING btree (user_agent varchar_pattern_ops);



CREATE INDEX axes_accesslog_username_df93064b ON public.axes_accesslog USING btree (username);



CREATE INDEX axes_accesslog_username_df93064b_like ON public.axes_accesslog USING btree (username varchar_pattern_ops);



CREATE INDEX bank_transaction_open ON public.payments_banktransaction USING btree (booked_on) WHERE ((state)::text = 'open'::text);



CREATE INDEX bank_transaction_settled_at ON public.payments_banktransaction USING btree (settled_at DESC, id DESC) WHERE (NOT ((state)::text = 'open'::text));



CREATE INDEX catalog_barcode_code_1edaa158_like ON public.catalog_barcode USING btree (code varchar_pattern_ops);



CREATE INDEX catalog_barcode_sku_id_7e56813b ON public.catalog_barcode USING btree (sku_id);



CREATE INDEX catalog_kitpart_kit_id_710d88c2 ON public.catalog_kitpart USING btree (kit_id);



CREATE INDEX catalog_kitpart_part_id_fed45fae ON public.catalog_kitpart USING btree (part_id);



CREATE INDEX catalog_sku_code_55ded985_like ON public.catalog_sku USING btree (code varchar_pattern_ops);



CREATE INDEX catalog_sku_product_id_6332277c ON public.catalog_sku USING btree (product_id);



CREATE INDEX channel_intent_open ON public.channels_channelintent USING btree (channel_id, id) WHERE ((state)::text = ANY ((ARRAY['new'::character varying, 'inflight'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX channels_calltally_channel_id_bf0ad1a1 ON public.channels_calltally USING btree (channel_id);



CREATE INDEX channels_channel_code_e365b9a7_like ON public.channels_channel USING btree (code varchar_pattern_ops);



CREATE INDEX channels_channel_group_id_f9ee27c9 ON public.channels_channel USING btree (group_id);



CREATE INDEX channels_channel_legal_entity_id_d1089302 ON public.channels_channel USING btree (legal_entity_id);



CREATE INDEX channels_channelintent_channel_id_e8fd9491 ON public.channels_channelintent USING btree (channel_id);



CREATE INDEX channels_channelintent_order_id_b75061fc ON public.channels_channelintent USING btree (order_id);



CREATE INDEX channels_connection_next_poll_at_af80389e ON public.channels_connection USING btree (next_poll_at);



CREATE INDEX channels_discrepancy_channel_id_92c61721 ON public.channels_discrepancy USING btree (channel_id);



CREATE INDEX channels_listing_channel_id_91b94b2c ON public.channels_listing USING btree (channel_id);



CREATE INDEX channels_listing_sku_id_85c77c5e ON public.channels_listing USING btree (sku_id);



CREATE INDEX channels_offerpublication_offer_id_0086e878 ON public.channels_offerpublication USING btree (offer_id);



CREATE INDEX channels_pushreceipt_channel_id_af1713a3 ON public.channels_pushreceipt USING btree (channel_id);



CREATE INDEX channels_settlement_channel_id_ee434330 ON public.channels_settlement USING btree (channel_id);



CREATE INDEX channels_settlement_external_order_92cac8aa ON public.channels_settlement USING btree (external_order);



CREATE INDEX channels_settlement_external_order_92cac8aa_like ON public.channels_settlement USING btree (external_order varchar_pattern_ops);



CREATE INDEX customer_by_mail ON public.customers_customer USING btree (lower((email)::text)) WHERE (NOT ((email)::text = ''::text));



CREATE INDEX customer_by_words ON public.customers_customer USING gin (to_tsvector('simple'::regconfig, (((COALESCE(name, ''::character varying))::text || ' '::text) || (COALESCE(company, ''::character varying))::text)));



CREATE INDEX customers_customer_group_id_36c06d75 ON public.customers_customer USING btree (group_id);



CREATE INDEX customers_customer_match_key_6b497739_like ON public.customers_customer USING btree (match_key varchar_pattern_ops);



CREATE INDEX customers_customeraddress_customer_id_17a361bc ON public.customers_customeraddress USING btree (customer_id);



CREATE INDEX customers_customergroup_code_4bcc0f7f_like ON public.customers_customergroup USING btree (code varchar_pattern_ops);



CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);



CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);



CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);



CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);



CREATE INDEX fulfilment_due ON public.fulfilment_fulfilmentorder USING btree (location_id, ship_by) WHERE (NOT ((state)::text = ANY ((ARRAY['DISPATCHED'::character varying, 'CANCELLED'::character varying])::text[])));



CREATE INDEX fulfilment_fulfilmentline_fulfilment_order_id_72e25afc ON public.fulfilment_fulfilmentline USING btree (fulfilment_order_id);



CREATE INDEX fulfilment_fulfilmentline_order_line_id_c5f05b5c ON public.fulfilment_fulfilmentline USING btree (order_line_id);



CREATE INDEX fulfilment_fulfilmentorder_order_id_52b40340 ON public.fulfilment_fulfilmentorder USING btree (order_id);



CREATE INDEX fulfilment_merged ON public.fulfilment_fulfilmentorder USING btree (merge_id) WHERE (merge_id IS NOT NULL);



CREATE INDEX fulfilment_picklist_location_id_45ad2630 ON public.fulfilment_picklist USING btree (location_id);



CREATE INDEX fulfilment_picktask_fulfilment_line_id_eb2d54d5 ON public.fulfilment_picktask USING btree (fulfilment_line_id);



CREATE INDEX fulfilment_picktask_pick_list_id_7d272f4a ON public.fulfilment_picktask USING btree (pick_list_id);



CREATE INDEX fulfilment_picktask_sku_id_26f44adb ON public.fulfilment_picktask USING btree (sku_id);



CREATE INDEX fulfilment_shipment_fulfilment_order_id_c85f4da8 ON public.fulfilment_shipment USING btree (fulfilment_order_id);



CREATE INDEX fulfilment_shipment_order_id_95526bb9 ON public.fulfilment_shipment USING btree (order_id);



CREATE INDEX fulfilment_shipmentline_order_line_id_37c4ed02 ON public.fulfilment_shipmentline USING btree (order_line_id);



CREATE INDEX fulfilment_shipmentline_shipment_id_4058ca95 ON public.fulfilment_shipmentline USING btree (shipment_id);



CREATE UNIQUE INDEX hold_once ON public.orders_hold USING btree (order_id, reason) WHERE (lifted_at IS NULL);



CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));



CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);



CREATE INDEX inbound_by_order ON public.channels_inboundmessage USING btree (channel, subject) WHERE (NOT ((subject)::text = ''::text));



CREATE INDEX inbound_new ON public.channels_inboundmessage USING btree (channel, id) WHERE ((state)::text = 'new'::text);



CREATE INDEX inbound_open ON public.channels_inboundmessage USING btree (received_at) WHERE ((state)::text = ANY ((ARRAY['new'::character varying, 'quarantined'::character varying])::text[]));



CREATE INDEX inventory_balance_location_id_d98c9f0a ON public.inventory_balance USING btree (location_id);



CREATE INDEX inventory_channelbuffer_channel_id_5a11d0df ON public.inventory_channelbuffer USING btree (channel_id);



CREATE INDEX inventory_channelbuffer_sku_id_ac0d513f ON public.inventory_channelbuffer USING btree (sku_id);



CREATE INDEX invoice_by_number ON public.invoicing_invoice USING btree (number);



CREATE INDEX invoicing_invoice_corrects_id_6481022d ON public.invoicing_invoice USING btree (corrects_id);



CREATE INDEX invoicing_invoice_legal_entity_id_8b29e70c ON public.invoicing_invoice USING btree (legal_entity_id);



CREATE INDEX invoicing_invoice_order_id_49993340 ON public.invoicing_invoice USING btree (order_id);



CREATE INDEX invoicing_invoice_pdf_id_7b080d99 ON public.invoicing_invoice USING btree (pdf_id);



CREATE INDEX invoicing_invoice_source_93d5f618_like ON public.invoicing_invoice USING btree (source varchar_pattern_ops);



CREATE INDEX invoicing_invoice_xml_id_0c073f61 ON public.invoicing_invoice USING btree (xml_id);



CREATE INDEX invoicing_receivedinvoice__receivedinvoice_id_40c1d78e ON public.invoicing_receivedinvoice_attachments USING btree (receivedinvoice_id);



CREATE INDEX invoicing_receivedinvoice_attachments_storedfile_id_4bcc7f83 ON public.invoicing_receivedinvoice_attachments USING btree (storedfile_id);



CREATE INDEX invoicing_receivedinvoice_legal_entity_id_85bde506 ON public.invoicing_receivedinvoice USING btree (legal_entity_id);



CREATE INDEX invoicing_receivedinvoice_original_id_154df5cb ON public.invoicing_receivedinvoice USING btree (original_id);



CREATE INDEX invoicing_receivedinvoice_xml_id_ad42adde ON public.invoicing_receivedinvoice USING btree (xml_id);



CREATE INDEX legal_entities_legalentity_code_45ce5b5e_like ON public.legal_entities_legalentity USING btree (code varchar_pattern_ops);



CREATE INDEX legal_entities_legalentity_logo_id_ac91d204 ON public.legal_entities_legalentity USING btree (logo_id);



CREATE INDEX legal_entities_taxregistration_legal_entity_id_b7d392d2 ON public.legal_entities_taxregistration USING btree (legal_entity_id);



CREATE INDEX line_short ON public.orders_orderline USING btree (sku_id, id) WHERE (short > 0);



CREATE INDEX locations_closedday_location_id_c9ee3f0b ON public.locations_closedday USING btree (location_id);



CREATE INDEX locations_location_code_fc4cd113_like ON public.locations_location USING btree (code varchar_pattern_ops);



CREATE INDEX locations_location_legal_entity_id_f5b00cb2 ON public.locations_location USING btree (legal_entity_id);



CREATE INDEX message_unsent ON public.messaging_message USING btree (id) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'failed'::character varying])::text[]));



CREATE INDEX messaging_message_order_id_e2e656ba ON public.messaging_message USING btree (order_id);



CREATE INDEX money_open ON public.payments_moneyintent USING btree (account_id, id) WHERE ((state)::text = ANY ((ARRAY['new'::character varying, 'inflight'::character varying, 'unknown'::character varying])::text[]));



CREATE INDEX offer_due ON public.channels_offer USING btree (channel_id, id) WHERE (NOT ((state)::text = ANY ((ARRAY['published'::character varying, 'refused'::character varying, 'suppressed'::character varying])::text[])));



CREATE UNIQUE INDEX one_live_channel_intent ON public.channels_channelintent USING btree (kind, reference) WHERE (NOT ((state)::text = ANY ((ARRAY['failed'::character varying, 'dropped'::character varying])::text[])));



CREATE UNIQUE INDEX one_live_label_intent ON public.shipping_labelintent USING btree (parcel_id) WHERE (NOT ((state)::text = 'failed'::text));



CREATE UNIQUE INDEX one_live_money_intent ON public.payments_moneyintent USING btree (payment_id, kind, cause) WHERE (NOT ((state)::text = 'failed'::text));



CREATE UNIQUE INDEX one_open_discrepancy ON public.channels_discrepancy USING btree (channel_id, kind, key) WHERE (repaired_at IS NULL);



CREATE INDEX order_by_day ON public.orders_order USING btree (placed_at);



CREATE INDEX order_by_state ON public.orders_order USING btree (state, id DESC);



CREATE INDEX order_due ON public.orders_order USING btree (ship_by) WHERE ((state)::text = 'RELEASED'::text);



CREATE INDEX orders_cancellation_channel_id_87433265 ON public.orders_cancellation USING btree (channel_id);



CREATE INDEX orders_cancellation_line_id_8c7b10de ON public.orders_cancellation USING btree (line_id);



CREATE INDEX orders_hold_order_id_cbe1f828 ON public.orders_hold USING btree (order_id);



CREATE INDEX orders_order_customer_id_0b76f6a4 ON public.orders_order USING btree (customer_id);



CREATE INDEX orders_order_number_abc9e0f2_like ON public.orders_order USING btree (number varchar_pattern_ops);



CREATE INDEX orders_ordercharge_order_id_09acfa36 ON public.orders_ordercharge USING btree (order_id);



CREATE INDEX orders_orderline_order_id_17f8f3ef ON public.orders_orderline USING btree (order_id);



CREATE INDEX orders_ordernote_order_id_debc8134 ON public.orders_ordernote USING btree (order_id);



CREATE INDEX parcel_by_number ON public.shipping_parcel USING btree (tracking_number) WHERE (NOT ((tracking_number)::text = ''::text));



CREATE INDEX parcel_mates ON public.shipping_parcel USING btree (lead_id) WHERE (lead_id IS NOT NULL);



CREATE INDEX payment_entry_of_bank ON public.payments_paymententry USING btree (reference) WHERE ((reference)::text ~~ 'bank:%'::text);



CREATE INDEX payments_bankstatement_file_id_f8c8274b ON public.payments_bankstatement USING btree (file_id);



CREATE INDEX payments_bankstatement_legal_entity_id_8261ebfc ON public.payments_bankstatement USING btree (legal_entity_id);



CREATE INDEX payments_banktransaction_statement_id_8aba5a49 ON public.payments_banktransaction USING btree (statement_id);



CREATE INDEX payments_moneyintent_account_id_d44f3a69 ON public.payments_moneyintent USING btree (account_id);



CREATE INDEX payments_moneyintent_file_id_742a81e6 ON public.payments_moneyintent USING btree (file_id);



CREATE INDEX payments_moneyintent_legal_entity_id_8937e42f ON public.payments_moneyintent USING btree (legal_entity_id);



CREATE INDEX payments_moneyintent_payment_id_ad19774c ON public.payments_moneyintent USING btree (payment_id);



CREATE INDEX payments_moneyintent_reference_a1e2e5d3_like ON public.payments_moneyintent USING btree (reference varchar_pattern_ops);



CREATE INDEX payments_payment_account_id_af225a32 ON public.payments_payment USING btree (account_id);



CREATE INDEX payments_paymententry_payment_id_0b9f9099 ON public.payments_paymententry USING btree (payment_id);



CREATE INDEX payments_provideraccount_code_1071b662_like ON public.payments_provideraccount USING btree (code varchar_pattern_ops);



CREATE INDEX payments_provideraccount_legal_entity_id_b0f0efef ON public.payments_provideraccount USING btree (legal_entity_id);



CREATE INDEX payments_providerbooking_account_id_12a1d0ee ON public.payments_providerbooking USING btree (account_id);



CREATE INDEX payments_providerbooking_payment_id_dc38f857 ON public.payments_providerbooking USING btree (payment_id);



CREATE INDEX payments_providermessage_account_id_cbca4c92 ON public.payments_providermessage USING btree (account_id);



CREATE INDEX payments_voucher_digest_dc5034d7_like ON public.payments_voucher USING btree (digest varchar_pattern_ops);



CREATE INDEX payments_voucher_legal_entity_id_1b8eaaf5 ON public.payments_voucher USING btree (legal_entity_id);



CREATE INDEX payments_voucherentry_order_id_f32c991a ON public.payments_voucherentry USING btree (order_id);



CREATE INDEX payments_voucherentry_voucher_id_ed966f1d ON public.payments_voucherentry USING btree (voucher_id);



CREATE INDEX platform_counter_name_7a4875e5_like ON public.platform_counter USING btree (name varchar_pattern_ops);



CREATE INDEX platform_setaside_event_id_c1accdaf ON public.platform_setaside USING btree (event_id);



CREATE INDEX platform_storedfile_sha256_c66b36f2_like ON public.platform_storedfile USING btree (sha256 varchar_pattern_ops);



CREATE INDEX posting_by_day ON public.accounting_posting USING btree (legal_entity_id, booked_on);



CREATE INDEX posting_of_order ON public.accounting_posting USING btree (order_id);



CREATE UNIQUE INDEX price_list_once ON public.pricing_pricelist USING btree (group_id, currency, gross) NULLS NOT DISTINCT WHERE active;



CREATE INDEX pricing_price_price_list_id_618540d7 ON public.pricing_price USING btree (price_list_id);



CREATE INDEX pricing_price_sku_id_ece6ff56 ON public.pricing_price USING btree (sku_id);



CREATE INDEX pricing_pricelist_code_20c779a3_like ON public.pricing_pricelist USING btree (code varchar_pattern_ops);



CREATE INDEX pricing_pricelist_group_id_f97ecac0 ON public.pricing_pricelist USING btree (group_id);



CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);



CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));



CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);



CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);



CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);



CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);



CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);



CREATE UNIQUE INDEX provider_payment_once ON public.payments_payment USING btree (account_id, external_id) WHERE (NOT ((external_id)::text = ''::text));



CREATE INDEX reservation_by_demand ON public.inventory_reservation USING btree (demand_id);



CREATE INDEX reservation_open ON public.inventory_reservation USING btree (sku_id, location_id) WHERE (open > 0);



CREATE UNIQUE INDEX reversed_once ON public.invoicing_invoice USING btree (corrects_id) WHERE ((kind)::text = 'reversal'::text);



CREATE INDEX run_report_by_file ON public.platform_runreport USING btree (kind, fingerprint);



CREATE UNIQUE INDEX set_aside_once ON public.platform_setaside USING btree (event_id, listener) WHERE (settled_at IS NULL);



CREATE INDEX shipping_labelintent_parcel_id_ba143be5 ON public.shipping_labelintent USING btree (parcel_id);



CREATE INDEX shipping_parcel_order_id_647e4f52 ON public.shipping_parcel USING btree (order_id);



CREATE INDEX shipping_parcel_pdf_id_07d69afc ON public.shipping_parcel USING btree (pdf_id);



CREATE INDEX shipping_parcel_shipment_id_0af534bc ON public.shipping_parcel USING btree (shipment_id);



CREATE INDEX shipping_parcel_zpl_id_a0c51a84 ON public.shipping_parcel USING btree (zpl_id);



CREATE INDEX sourcing_sourcingdecision_order_id_8d2b4bd9 ON public.sourcing_sourcingdecision USING btree (order_id);



CREATE INDEX sourcing_sourcingrule_channel_id_f845e5df ON public.sourcing_sourcingrule USING btree (channel_id);



CREATE INDEX sourcing_sourcingrule_location_id_0893a87c ON public.sourcing_sourcingrule USING btree (location_id);



CREATE INDEX sourcing_sourcingrule_sku_id_9c184e70 ON public.sourcing_sourcingrule USING btree (sku_id);



CREATE INDEX stock_move_of_goods ON public.inventory_stockmove USING btree (sku_id, location_id, id) WHERE (NOT ((kind)::text = ANY ((ARRAY['reserve'::character varying, 'free'::character varying])::text[])));



CREATE INDEX vat_check_latest ON public.pricing_vatcheck USING btree (vat_id, at DESC);



CREATE TRIGGER archive_append_only BEFORE DELETE OR UPDATE ON public.accounting_archiveentry FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON public.platform_auditentry FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER balance_begins_empty BEFORE INSERT ON public.inventory_balance FOR EACH ROW WHEN (((new.on_hand <> 0) OR (new.reserved <> 0))) EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER balance_follows_ledger BEFORE UPDATE ON public.inventory_balance FOR EACH ROW WHEN (((pg_trigger_depth() = 0) AND ((old.on_hand <> new.on_hand) OR (old.reserved <> new.reserved)))) EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER balance_noted AFTER UPDATE ON public.inventory_balance FOR EACH ROW WHEN ((old.safety_stock <> new.safety_stock)) EXECUTE FUNCTION public.kontor_note_balance();



CREATE TRIGGER delivery_append_only BEFORE DELETE OR UPDATE ON public.platform_delivery FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON public.platform_event FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.channels_channelintent FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('failed>dropped', 'failed>new', 'failed>succeeded', 'failed>unknown', 'inflight>failed', 'inflight>new', 'inflight>succeeded', 'inflight>unknown', 'new>inflight', 'unknown>inflight');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.channels_connection FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('active>needs_login', 'active>paused', 'needs_login>active', 'needs_login>paused', 'paused>active');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.channels_inboundmessage FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('new>done', 'new>quarantined', 'quarantined>discarded', 'quarantined>done');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.channels_offer FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('inflight>published', 'inflight>refused', 'inflight>suppressed', 'inflight>unknown', 'inflight>waiting', 'published>suppressed', 'published>waiting', 'refused>suppressed', 'refused>waiting', 'suppressed>waiting', 'unknown>inflight', 'unknown>suppressed', 'unknown>waiting', 'waiting>inflight', 'waiting>suppressed');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.fulfilment_fulfilmentorder FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('OPEN>CANCELLED', 'OPEN>PICKING', 'PACKED>CANCELLED', 'PACKED>DISPATCHED', 'PICKED>CANCELLED', 'PICKED>PACKED', 'PICKING>CANCELLED', 'PICKING>PICKED');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.messaging_message FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('failed>queued', 'queued>kept', 'queued>sending', 'sending>failed', 'sending>sent');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.orders_order FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('HELD>CANCELLED', 'HELD>CLOSED', 'HELD>PLACED', 'PLACED>CANCELLED', 'PLACED>CLOSED', 'PLACED>HELD', 'PLACED>RELEASED', 'RELEASED>CANCELLED', 'RELEASED>CLOSED', 'RELEASED>PLACED');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.payments_banktransaction FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('booked>open', 'ignored>open', 'open>booked', 'open>ignored');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.payments_moneyintent FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('inflight>failed', 'inflight>new', 'inflight>pending', 'inflight>succeeded', 'inflight>unknown', 'new>failed', 'new>inflight', 'new>pending', 'new>succeeded', 'pending>failed', 'pending>succeeded', 'unknown>failed', 'unknown>inflight', 'unknown>pending', 'unknown>succeeded');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.payments_provideraccount FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('active>needs_login', 'needs_login>active');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.platform_runreport FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('running>done');



CREATE TRIGGER guard_step BEFORE UPDATE OF state ON public.shipping_labelintent FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.kontor_guard_step('failed>new', 'inflight>failed', 'inflight>succeeded', 'inflight>unknown', 'new>failed', 'new>inflight', 'unknown>inflight');



CREATE TRIGGER invoice_immutable BEFORE DELETE OR UPDATE ON public.invoicing_invoice FOR EACH ROW EXECUTE FUNCTION public.kontor_invoice_immutable();



CREATE TRIGGER line_entry_append_only BEFORE DELETE OR UPDATE ON public.orders_lineentry FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.channels_channel FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.legal_entities_legalentity FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.locations_closedday FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.locations_location FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.pricing_taxrate FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.sourcing_sourcingcosts FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER masters_changed AFTER INSERT OR DELETE OR UPDATE ON public.sourcing_sourcingrule FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_masters_changed();



CREATE TRIGGER payment_entry_append_only BEFORE DELETE OR UPDATE ON public.payments_paymententry FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER posting_immutable BEFORE DELETE OR UPDATE ON public.accounting_posting FOR EACH ROW EXECUTE FUNCTION public.kontor_posting_immutable();



CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();



CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();



CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();



CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();



CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();



CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();



CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();



CREATE TRIGGER provider_booking_append_only BEFORE DELETE OR UPDATE ON public.payments_providerbooking FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER received_invoice_append_only BEFORE DELETE OR UPDATE ON public.invoicing_receivedinvoice FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER settlement_append_only BEFORE DELETE OR UPDATE ON public.channels_settlement FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER stock_move_append_only BEFORE DELETE OR UPDATE ON public.inventory_stockmove FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



CREATE TRIGGER stock_move_apply AFTER INSERT ON public.inventory_stockmove REFERENCING NEW TABLE AS moves FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_apply_moves();



CREATE TRIGGER stock_move_noted AFTER INSERT ON public.inventory_stockmove REFERENCING NEW TABLE AS moves FOR EACH STATEMENT EXECUTE FUNCTION public.kontor_note_moves();



CREATE TRIGGER vat_check_append_only BEFORE DELETE OR UPDATE ON public.pricing_vatcheck FOR EACH ROW EXECUTE FUNCTION public.kontor_forbid_change();



ALTER TABLE ONLY public.access_user_groups
    ADD CONSTRAINT access_user_groups_group_id_921debcc_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.access_user_groups
    ADD CONSTRAINT access_user_groups_user_id_4f105fa4_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.access_user_roles
    ADD CONSTRAINT access_user_roles_role_id_b0a6626b_fk_access_role_id FOREIGN KEY (role_id) REFERENCES public.access_role(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.access_user_roles
    ADD CONSTRAINT access_user_roles_user_id_215957aa_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.access_user_user_permissions
    ADD CONSTRAINT access_user_user_per_permission_id_76d8eb82_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.access_user_user_permissions
    ADD CONSTRAINT access_user_user_permissions_user_id_67074cbf_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_archiveentry
    ADD CONSTRAINT accounting_archiveen_legal_entity_id_a1635829_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_bookexport
    ADD CONSTRAINT accounting_bookexpor_file_id_f2c2d9fe_fk_platform_ FOREIGN KEY (file_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_bookexport
    ADD CONSTRAINT accounting_bookexpor_legal_entity_id_321a865a_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_debtor
    ADD CONSTRAINT accounting_debtor_customer_id_53506391_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_debtor
    ADD CONSTRAINT accounting_debtor_legal_entity_id_08f801b0_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_dunningletter
    ADD CONSTRAINT accounting_dunningle_file_id_a1b54844_fk_platform_ FOREIGN KEY (file_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_dunningletter
    ADD CONSTRAINT accounting_dunningle_legal_entity_id_32c332ac_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_dunninglevel
    ADD CONSTRAINT accounting_dunningle_legal_entity_id_e436d1be_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.accounting_posting
    ADD CONSTRAINT accounting_posting_legal_entity_id_2363fe20_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES public.axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.catalog_barcode
    ADD CONSTRAINT catalog_barcode_sku_id_7e56813b_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.catalog_kitpart
    ADD CONSTRAINT catalog_kitpart_kit_id_710d88c2_fk_catalog_sku_id FOREIGN KEY (kit_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.catalog_kitpart
    ADD CONSTRAINT catalog_kitpart_part_id_fed45fae_fk_catalog_sku_id FOREIGN KEY (part_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.catalog_sku
    ADD CONSTRAINT catalog_sku_product_id_6332277c_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_calltally
    ADD CONSTRAINT channels_calltally_channel_id_bf0ad1a1_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_group_id_f9ee27c9_fk_customers FOREIGN KEY (group_id) REFERENCES public.customers_customergroup(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_channel
    ADD CONSTRAINT channels_channel_legal_entity_id_d1089302_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_channelintent
    ADD CONSTRAINT channels_channelinte_channel_id_e8fd9491_fk_channels_ FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_connection
    ADD CONSTRAINT channels_connection_channel_id_991cc6e3_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_discrepancy
    ADD CONSTRAINT channels_discrepancy_channel_id_92c61721_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_channel_id_91b94b2c_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_listing
    ADD CONSTRAINT channels_listing_sku_id_85c77c5e_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_offer
    ADD CONSTRAINT channels_offer_channel_id_b67eff29_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_offer
    ADD CONSTRAINT channels_offer_listing_id_f761bcfd_fk_channels_listing_id FOREIGN KEY (listing_id) REFERENCES public.channels_listing(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_offerpublication
    ADD CONSTRAINT channels_offerpublic_offer_id_0086e878_fk_channels_ FOREIGN KEY (offer_id) REFERENCES public.channels_offer(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_pushreceipt
    ADD CONSTRAINT channels_pushreceipt_channel_id_af1713a3_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.channels_settlement
    ADD CONSTRAINT channels_settlement_channel_id_ee434330_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.customers_customer
    ADD CONSTRAINT customers_customer_group_id_36c06d75_fk_customers FOREIGN KEY (group_id) REFERENCES public.customers_customergroup(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.customers_customeraddress
    ADD CONSTRAINT customers_customerad_customer_id_17a361bc_fk_customers FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmen_fulfilment_order_id_72e25afc_fk_fulfilmen FOREIGN KEY (fulfilment_order_id) REFERENCES public.fulfilment_fulfilmentorder(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmen_location_id_28cf753e_fk_locations FOREIGN KEY (location_id) REFERENCES public.locations_location(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmen_merge_id_a8b9f4b6_fk_fulfilmen FOREIGN KEY (merge_id) REFERENCES public.fulfilment_merge(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_fulfilmentline
    ADD CONSTRAINT fulfilment_fulfilmen_order_line_id_c5f05b5c_fk_orders_or FOREIGN KEY (order_line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_fulfilmentorder
    ADD CONSTRAINT fulfilment_fulfilmentorder_order_id_52b40340_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_picklist
    ADD CONSTRAINT fulfilment_picklist_location_id_45ad2630_fk_locations FOREIGN KEY (location_id) REFERENCES public.locations_location(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_picktask
    ADD CONSTRAINT fulfilment_picktask_fulfilment_line_id_eb2d54d5_fk_fulfilmen FOREIGN KEY (fulfilment_line_id) REFERENCES public.fulfilment_fulfilmentline(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_picktask
    ADD CONSTRAINT fulfilment_picktask_pick_list_id_7d272f4a_fk_fulfilmen FOREIGN KEY (pick_list_id) REFERENCES public.fulfilment_picklist(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_picktask
    ADD CONSTRAINT fulfilment_picktask_sku_id_26f44adb_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_shipment
    ADD CONSTRAINT fulfilment_shipment_fulfilment_order_id_c85f4da8_fk_fulfilmen FOREIGN KEY (fulfilment_order_id) REFERENCES public.fulfilment_fulfilmentorder(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_shipment
    ADD CONSTRAINT fulfilment_shipment_order_id_95526bb9_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_shipmentline
    ADD CONSTRAINT fulfilment_shipmentl_order_line_id_37c4ed02_fk_orders_or FOREIGN KEY (order_line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.fulfilment_shipmentline
    ADD CONSTRAINT fulfilment_shipmentl_shipment_id_4058ca95_fk_fulfilmen FOREIGN KEY (shipment_id) REFERENCES public.fulfilment_shipment(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.inventory_balance
    ADD CONSTRAINT inventory_balance_location_id_d98c9f0a_fk_locations_location_id FOREIGN KEY (location_id) REFERENCES public.locations_location(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.inventory_balance
    ADD CONSTRAINT inventory_balance_sku_id_51c5f74c_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.inventory_channelbuffer
    ADD CONSTRAINT inventory_channelbuf_channel_id_5a11d0df_fk_channels_ FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.inventory_channelbuffer
    ADD CONSTRAINT inventory_channelbuffer_sku_id_ac0d513f_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_corrects_id_6481022d_fk_invoicing_invoice_id FOREIGN KEY (corrects_id) REFERENCES public.invoicing_invoice(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_legal_entity_id_8b29e70c_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_order_id_49993340_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_pdf_id_7b080d99_fk_platform_storedfile_id FOREIGN KEY (pdf_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_invoice
    ADD CONSTRAINT invoicing_invoice_xml_id_0c073f61_fk_platform_storedfile_id FOREIGN KEY (xml_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_paperfailure
    ADD CONSTRAINT invoicing_paperfailu_invoice_id_93d648c8_fk_invoicing FOREIGN KEY (invoice_id) REFERENCES public.invoicing_invoice(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_receivedinvoice
    ADD CONSTRAINT invoicing_receivedin_legal_entity_id_85bde506_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_receivedinvoice
    ADD CONSTRAINT invoicing_receivedin_original_id_154df5cb_fk_platform_ FOREIGN KEY (original_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_receivedinvoice_attachments
    ADD CONSTRAINT invoicing_receivedin_receivedinvoice_id_40c1d78e_fk_invoicing FOREIGN KEY (receivedinvoice_id) REFERENCES public.invoicing_receivedinvoice(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_receivedinvoice_attachments
    ADD CONSTRAINT invoicing_receivedin_storedfile_id_4bcc7f83_fk_platform_ FOREIGN KEY (storedfile_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.invoicing_receivedinvoice
    ADD CONSTRAINT invoicing_receivedin_xml_id_ad42adde_fk_platform_ FOREIGN KEY (xml_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.legal_entities_legalentity
    ADD CONSTRAINT legal_entities_legal_logo_id_ac91d204_fk_platform_ FOREIGN KEY (logo_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.legal_entities_taxregistration
    ADD CONSTRAINT legal_entities_taxre_legal_entity_id_b7d392d2_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.locations_closedday
    ADD CONSTRAINT locations_closedday_location_id_c9ee3f0b_fk_locations FOREIGN KEY (location_id) REFERENCES public.locations_location(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.locations_location
    ADD CONSTRAINT locations_location_legal_entity_id_f5b00cb2_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_cancellation
    ADD CONSTRAINT orders_cancellation_channel_id_87433265_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_cancellation
    ADD CONSTRAINT orders_cancellation_line_id_8c7b10de_fk_orders_orderline_id FOREIGN KEY (line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_hold
    ADD CONSTRAINT orders_hold_order_id_cbe1f828_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_lineentry
    ADD CONSTRAINT orders_lineentry_line_id_ae692077_fk_orders_orderline_id FOREIGN KEY (line_id) REFERENCES public.orders_orderline(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_channel_id_a76729a3_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_customer_id_0b76f6a4_fk_customers_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers_customer(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_legal_entity_id_70907ce2_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_ordercharge
    ADD CONSTRAINT orders_ordercharge_order_id_09acfa36_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_order_id_17f8f3ef_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_orderline
    ADD CONSTRAINT orders_orderline_sku_id_0e23d12e_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.orders_ordernote
    ADD CONSTRAINT orders_ordernote_order_id_debc8134_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_bankstatement
    ADD CONSTRAINT payments_bankstateme_file_id_f8c8274b_fk_platform_ FOREIGN KEY (file_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_bankstatement
    ADD CONSTRAINT payments_bankstateme_legal_entity_id_8261ebfc_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_banktransaction
    ADD CONSTRAINT payments_banktransac_statement_id_8aba5a49_fk_payments_ FOREIGN KEY (statement_id) REFERENCES public.payments_bankstatement(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_moneyintent
    ADD CONSTRAINT payments_moneyintent_account_id_d44f3a69_fk_payments_ FOREIGN KEY (account_id) REFERENCES public.payments_provideraccount(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_moneyintent
    ADD CONSTRAINT payments_moneyintent_file_id_742a81e6_fk_platform_storedfile_id FOREIGN KEY (file_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_moneyintent
    ADD CONSTRAINT payments_moneyintent_legal_entity_id_8937e42f_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_moneyintent
    ADD CONSTRAINT payments_moneyintent_payment_id_ad19774c_fk_payments_payment_id FOREIGN KEY (payment_id) REFERENCES public.payments_payment(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_payment
    ADD CONSTRAINT payments_payment_account_id_af225a32_fk_payments_ FOREIGN KEY (account_id) REFERENCES public.payments_provideraccount(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_paymententry
    ADD CONSTRAINT payments_paymententr_payment_id_0b9f9099_fk_payments_ FOREIGN KEY (payment_id) REFERENCES public.payments_payment(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_provideraccount
    ADD CONSTRAINT payments_provideracc_legal_entity_id_b0f0efef_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_providerbooking
    ADD CONSTRAINT payments_providerboo_account_id_12a1d0ee_fk_payments_ FOREIGN KEY (account_id) REFERENCES public.payments_provideraccount(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_providerbooking
    ADD CONSTRAINT payments_providerboo_payment_id_dc38f857_fk_payments_ FOREIGN KEY (payment_id) REFERENCES public.payments_payment(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_providermessage
    ADD CONSTRAINT payments_providermes_account_id_cbca4c92_fk_payments_ FOREIGN KEY (account_id) REFERENCES public.payments_provideraccount(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_voucher
    ADD CONSTRAINT payments_voucher_legal_entity_id_1b8eaaf5_fk_legal_ent FOREIGN KEY (legal_entity_id) REFERENCES public.legal_entities_legalentity(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.payments_voucherentry
    ADD CONSTRAINT payments_voucherentr_voucher_id_ed966f1d_fk_payments_ FOREIGN KEY (voucher_id) REFERENCES public.payments_voucher(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.platform_delivery
    ADD CONSTRAINT platform_delivery_event_id_0fd3e50d_fk_platform_event_id FOREIGN KEY (event_id) REFERENCES public.platform_event(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.platform_setaside
    ADD CONSTRAINT platform_setaside_event_id_c1accdaf_fk_platform_event_id FOREIGN KEY (event_id) REFERENCES public.platform_event(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.pricing_price
    ADD CONSTRAINT pricing_price_price_list_id_618540d7_fk_pricing_pricelist_id FOREIGN KEY (price_list_id) REFERENCES public.pricing_pricelist(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.pricing_price
    ADD CONSTRAINT pricing_price_sku_id_ece6ff56_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.pricing_pricelist
    ADD CONSTRAINT pricing_pricelist_group_id_f97ecac0_fk_customers FOREIGN KEY (group_id) REFERENCES public.customers_customergroup(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;



ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;



ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);



ALTER TABLE ONLY public.shipping_labelintent
    ADD CONSTRAINT shipping_labelintent_parcel_id_ba143be5_fk_shipping_parcel_id FOREIGN KEY (parcel_id) REFERENCES public.shipping_parcel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.shipping_parcel
    ADD CONSTRAINT shipping_parcel_lead_id_d0035430_fk_shipping_parcel_id FOREIGN KEY (lead_id) REFERENCES public.shipping_parcel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.shipping_parcel
    ADD CONSTRAINT shipping_parcel_pdf_id_07d69afc_fk_platform_storedfile_id FOREIGN KEY (pdf_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.shipping_parcel
    ADD CONSTRAINT shipping_parcel_zpl_id_a0c51a84_fk_platform_storedfile_id FOREIGN KEY (zpl_id) REFERENCES public.platform_storedfile(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.sourcing_dayload
    ADD CONSTRAINT sourcing_dayload_location_id_ff8131d0_fk_locations_location_id FOREIGN KEY (location_id) REFERENCES public.locations_location(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.sourcing_sourcingdecision
    ADD CONSTRAINT sourcing_sourcingdecision_order_id_8d2b4bd9_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.sourcing_sourcingrule
    ADD CONSTRAINT sourcing_sourcingrul_channel_id_f845e5df_fk_channels_ FOREIGN KEY (channel_id) REFERENCES public.channels_channel(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.sourcing_sourcingrule
    ADD CONSTRAINT sourcing_sourcingrul_location_id_0893a87c_fk_locations FOREIGN KEY (location_id) REFERENCES public.locations_location(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.sourcing_sourcingrule
    ADD CONSTRAINT sourcing_sourcingrule_sku_id_9c184e70_fk_catalog_sku_id FOREIGN KEY (sku_id) REFERENCES public.catalog_sku(id) DEFERRABLE INITIALLY DEFERRED;




