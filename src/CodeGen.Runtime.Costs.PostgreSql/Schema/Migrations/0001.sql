CREATE TABLE {schema}.nodes (
    node integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id uuid NOT NULL UNIQUE,
    host text NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    last_sequence bigint NOT NULL DEFAULT 0,
    last_record bigint NOT NULL DEFAULT 0,
    last_event uuid,
    log_sequence bigint NOT NULL DEFAULT 0,
    records bigint NOT NULL DEFAULT 0,
    duplicates bigint NOT NULL DEFAULT 0,
    conflicts bigint NOT NULL DEFAULT 0,
    problems bigint NOT NULL DEFAULT 0,
    first_seen timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    fed_at timestamptz
);
COMMENT ON TABLE {schema}.nodes IS 'One row a node. last_sequence is the place in its ledger up to which all is in this database; it moves in the transaction that brings the records.';

CREATE FUNCTION {schema}.round_half_even(numerator numeric, denominator numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN denominator = 1 THEN numerator
        WHEN 2 * abs(mod(numerator, denominator)) > denominator THEN div(numerator, denominator) + sign(numerator)
        WHEN 2 * abs(mod(numerator, denominator)) = denominator THEN div(numerator, denominator) + sign(numerator) * abs(mod(div(numerator, denominator), 2))
        ELSE div(numerator, denominator)
    END
$$;

CREATE FUNCTION {schema}.add_fraction(state numeric[], numerator numeric, denominator numeric) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN numerator IS NULL OR denominator IS NULL THEN state
        WHEN state[2] = denominator THEN ARRAY[state[1] + numerator, denominator]
        ELSE ARRAY[
            state[1] * div(lcm(state[2], denominator), state[2]) + numerator * div(lcm(state[2], denominator), denominator),
            lcm(state[2], denominator)]
    END
$$;

CREATE FUNCTION {schema}.units_of_fraction(state numeric[]) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT {schema}.round_half_even(state[1], state[2]) * 0.000000000001
$$;

CREATE AGGREGATE {schema}.exact_sum(numeric, numeric) (
    SFUNC = {schema}.add_fraction, STYPE = numeric[], FINALFUNC = {schema}.units_of_fraction, INITCOND = '{0,1}');
COMMENT ON AGGREGATE {schema}.exact_sum(numeric, numeric) IS
    'The sum of fractions of picos in units of their currency, rounded once, half to even, to twelve decimals. Group by currency; group by denominator first where there are many rows.';

CREATE TABLE {schema}.records (
    node integer NOT NULL,
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    kind smallint NOT NULL,
    event_time timestamptz NOT NULL,
    ingest_time timestamptz NOT NULL,
    content_hash bytea NOT NULL,
    category smallint NOT NULL,
    use_kind smallint NOT NULL,
    name text NOT NULL,
    service text,
    resource text,
    user_name text,
    project text,
    model text,
    tags jsonb,
    served_model text,
    served_provider text,
    served_tier text,
    served_speed text,
    served_geo text,
    usage jsonb,
    hold text,
    status smallint NOT NULL,
    price_version text,
    price_layer smallint,
    currency text,
    numerator numeric(39, 0),
    denominator numeric(39, 0),
    corrects uuid,
    corrects_sequence bigint,
    adjustment smallint,
    reason text,
    unremembered boolean NOT NULL,
    amount numeric GENERATED ALWAYS AS ({schema}.round_half_even(numerator, denominator) * 0.000000000001) STORED,
    CONSTRAINT records_key PRIMARY KEY (node, sequence),
    CONSTRAINT records_event UNIQUE (event_id)
);
COMMENT ON TABLE {schema}.records IS
    'What is booked: charges (kind 1), corrections (2) and savings (3). The exact amount is numerator / denominator picos of the currency; amount is the same in units, rounded half to even to twelve decimals, and null where no price is known.';
CREATE INDEX records_by_time ON {schema}.records (event_time);
CREATE INDEX records_by_project ON {schema}.records (project, event_time);

CREATE TABLE {schema}.lines (
    node integer NOT NULL,
    sequence bigint NOT NULL,
    line smallint NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    quantity_numerator numeric(39, 0) NOT NULL,
    quantity_denominator numeric(39, 0) NOT NULL,
    numerator numeric(39, 0),
    denominator numeric(39, 0),
    CONSTRAINT lines_key PRIMARY KEY (node, sequence, line)
);
COMMENT ON TABLE {schema}.lines IS 'How much of what each record is about, and what each came to. Picos of the currency of the record, as there.';

CREATE TABLE {schema}.duplicates (
    node integer NOT NULL,
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    kind smallint NOT NULL,
    outcome smallint NOT NULL,
    event_time timestamptz NOT NULL,
    content_hash bytea NOT NULL,
    currency text,
    numerator numeric(39, 0),
    denominator numeric(39, 0),
    first_node integer,
    first_sequence bigint,
    first_hash bytea,
    content jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT duplicates_key PRIMARY KEY (node, sequence)
);
CREATE INDEX duplicates_by_event ON {schema}.duplicates (event_id);
COMMENT ON TABLE {schema}.duplicates IS
    'Records of ledgers that are not booked, whole. outcome 1: the same event came through another node or was forgotten there, and is booked by the record named first_. 2, a conflict: the id is taken by another event. 3: a correction of a record that is not booked.';

CREATE TABLE {schema}.problems (
    node integer NOT NULL,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    message text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT problems_key PRIMARY KEY (node, first_sequence, last_sequence)
);
COMMENT ON TABLE {schema}.problems IS 'Places of ledgers whose records could not be read, and so are not here.';

CREATE VIEW {schema}.v_records AS
SELECT
    n.node_id,
    r.sequence,
    r.event_id,
    CASE r.kind WHEN 1 THEN 'charge' WHEN 2 THEN 'adjustment' ELSE 'saving' END AS kind,
    r.event_time,
    (r.event_time AT TIME ZONE 'UTC')::date AS day,
    r.ingest_time,
    CASE r.category WHEN 0 THEN 'compute' WHEN 1 THEN 'storage' WHEN 2 THEN 'network' WHEN 3 THEN 'model' WHEN 4 THEN 'api' END AS category,
    CASE r.use_kind WHEN 0 THEN 'meter' WHEN 1 THEN 'model' WHEN 2 THEN 'fee' END AS use_kind,
    r.name,
    r.service,
    r.resource,
    r.user_name,
    r.project,
    r.model,
    r.tags,
    r.served_model,
    r.served_provider,
    r.served_tier,
    r.served_speed,
    r.served_geo,
    r.usage,
    CASE r.status WHEN 0 THEN 'unpriced' WHEN 1 THEN 'priced' WHEN 2 THEN 'ceiling' END AS status,
    r.price_version,
    CASE r.price_layer WHEN 0 THEN 'contract' WHEN 1 THEN 'host' WHEN 2 THEN 'catalogue' END AS price_layer,
    r.currency,
    r.amount,
    r.numerator,
    r.denominator,
    r.hold,
    r.corrects,
    r.corrects_sequence,
    CASE r.adjustment WHEN 0 THEN 'amount' WHEN 1 THEN 'reversal' WHEN 2 THEN 'repricing' END AS adjustment,
    r.reason,
    r.unremembered
FROM {schema}.records r
JOIN {schema}.nodes n ON n.node = r.node;

CREATE VIEW {schema}.v_charges AS SELECT * FROM {schema}.v_records WHERE kind <> 'saving';
COMMENT ON VIEW {schema}.v_charges IS 'What was spent: charges and their corrections, with words in place of numbers. Sums of amount are right to the pico where all denominators are 1; exact_sum(numerator, denominator) always is.';

CREATE VIEW {schema}.v_savings AS SELECT * FROM {schema}.v_records WHERE kind = 'saving';
COMMENT ON VIEW {schema}.v_savings IS 'What was not spent, such as calls that a cache answered. In no total of costs.';

CREATE VIEW {schema}.v_lines AS
SELECT
    r.node_id,
    r.sequence,
    r.event_id,
    r.kind,
    r.event_time,
    r.day,
    r.category,
    r.name AS used,
    r.service,
    r.resource,
    r.user_name,
    r.project,
    r.model,
    r.tags,
    l.line,
    l.name,
    l.unit,
    l.quantity_numerator,
    l.quantity_denominator,
    r.currency,
    {schema}.round_half_even(l.numerator, l.denominator) * 0.000000000001 AS amount,
    l.numerator,
    l.denominator
FROM {schema}.v_charges r
JOIN {schema}.nodes n ON n.node_id = r.node_id
JOIN {schema}.lines l ON l.node = n.node AND l.sequence = r.sequence;
COMMENT ON VIEW {schema}.v_lines IS 'The lines of v_charges: tokens by kind, hours, gigabytes.';

CREATE VIEW {schema}.v_daily AS
SELECT
    day,
    category,
    service,
    project,
    model,
    name,
    currency,
    CASE WHEN currency IS NULL THEN NULL ELSE {schema}.exact_sum(numerator, denominator) END AS amount,
    sum(records) AS records,
    sum(unpriced) AS unpriced
FROM (
    SELECT
        day, category, service, project, model, name, currency, denominator,
        sum(numerator) AS numerator,
        count(*) AS records,
        count(*) FILTER (WHERE kind = 'charge' AND status = 'unpriced') AS unpriced
    FROM {schema}.v_charges
    GROUP BY day, category, service, project, model, name, currency, denominator) AS by_denominator
GROUP BY day, category, service, project, model, name, currency;
COMMENT ON VIEW {schema}.v_daily IS 'What was spent by UTC day, exact to the pico.';

CREATE VIEW {schema}.v_conflicts AS
SELECT
    n.node_id,
    d.sequence,
    d.event_id,
    d.event_time,
    d.currency,
    {schema}.round_half_even(d.numerator, d.denominator) * 0.000000000001 AS amount,
    f.node_id AS booked_node_id,
    d.first_sequence AS booked_sequence,
    d.content,
    d.recorded_at
FROM {schema}.duplicates d
JOIN {schema}.nodes n ON n.node = d.node
LEFT JOIN {schema}.nodes f ON f.node = d.first_node
WHERE d.outcome = 2;
COMMENT ON VIEW {schema}.v_conflicts IS 'Events whose id was taken by another event. They are in no sum until somebody books them under an id of their own.';
