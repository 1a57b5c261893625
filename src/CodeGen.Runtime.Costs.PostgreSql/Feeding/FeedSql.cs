namespace CodeGen.Runtime.Costs;

/// <summary>The statements of feeding, for one schema.</summary>
internal sealed class FeedSql(string schema)
{
    public const string RecordColumns =
        "node, sequence, event_id, kind, event_time, ingest_time, content_hash, category, use_kind, name, service, resource, user_name, project, model, tags, "
        + "served_model, served_provider, served_tier, served_speed, served_geo, usage, hold, status, price_version, price_layer, currency, numerator, denominator, "
        + "corrects, corrects_sequence, adjustment, reason, unremembered";

    public const string LineColumns = "node, sequence, line, name, unit, quantity_numerator, quantity_denominator, numerator, denominator";

    /// <summary>Which records of a batch are no corrections, and which are.</summary>
    public const string Charges = "s.kind <> 2";
    public const string Corrections = "s.kind = 2";

    private const string StagedRecords = "pg_temp.codegen_costs_records";
    private const string StagedLines = "pg_temp.codegen_costs_lines";

    private readonly string _schema = PostgreSqlSchema.Quoted(schema);

    /// <summary>
    /// A commit that is acknowledged must outlive the server, whatever the database is set to; and a server must not wait for hours for a node that is gone while it holds the node's row.
    /// </summary>
    public const string Settings =
        "SELECT CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END; "
        + "SET idle_in_transaction_session_timeout = '60s'; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET client_min_messages = warning";

    public const string Encoding = "SHOW server_encoding";

    public string Register => $"INSERT INTO {_schema}.nodes AS n (node_id, host) VALUES ($1, $2) ON CONFLICT (node_id) DO UPDATE SET host = excluded.host";

    /// <summary>By a random step, so that a number that was lost with a database that was put back is not given out again.</summary>
    public string TakeOver =>
        $"UPDATE {_schema}.nodes SET epoch = epoch + 1 + floor(random() * 1000000)::bigint, seen_at = clock_timestamp() WHERE node_id = $1 RETURNING node, epoch, last_sequence, last_record, last_event";

    /// <summary>Waits for a transaction of before whose end this process was not told of.</summary>
    public string Attach => $"SELECT node, epoch, last_sequence, last_record, last_event FROM {_schema}.nodes WHERE node_id = $1 FOR UPDATE";

    public string Stage =>
        $"CREATE TEMPORARY TABLE IF NOT EXISTS codegen_costs_records (LIKE {_schema}.records) ON COMMIT DELETE ROWS; "
        + $"CREATE TEMPORARY TABLE IF NOT EXISTS codegen_costs_lines (LIKE {_schema}.lines) ON COMMIT DELETE ROWS";

    public const string CopyRecords = $"COPY {StagedRecords} ({RecordColumns}) FROM STDIN (FORMAT BINARY)";

    public const string CopyLines = $"COPY {StagedLines} ({LineColumns}) FROM STDIN (FORMAT BINARY)";

    public string Lock => $"SELECT epoch, last_sequence FROM {_schema}.nodes WHERE node = $1 FOR UPDATE";

    /// <summary>In the order of ids, so that two nodes that bring the same events do not wait for each other.</summary>
    public string BookCharges => Book(Charges);

    /// <summary>
    /// Corrections follow what they correct: of a conflict none is booked; of a duplicate only what somebody named by hand, since prices and reversals are worked out from that node's copy.
    /// </summary>
    public string BookCorrections => Book(
        Corrections + $" AND NOT EXISTS (SELECT FROM {_schema}.duplicates d WHERE d.node = s.node AND d.sequence = s.corrects_sequence AND (d.outcome <> 1 OR s.adjustment <> 0))");

    /// <summary>What was not booked, with what was booked in its place. A statement of its own, so that it sees what others have committed while the one before waited for them.</summary>
    public string KeepDuplicates(string which) =>
        $$"""
        INSERT INTO {{_schema}}.duplicates AS d (node, sequence, event_id, kind, outcome, event_time, content_hash, currency, numerator, denominator, first_node, first_sequence, first_hash, content)
        SELECT s.node, s.sequence, s.event_id, s.kind,
            CASE WHEN r.event_id IS NULL THEN 3 WHEN r.content_hash = s.content_hash AND r.kind = s.kind THEN 1 ELSE 2 END,
            s.event_time, s.content_hash, s.currency, s.numerator, s.denominator, r.node, r.sequence, r.content_hash,
            to_jsonb(s) || jsonb_build_object('lines', (SELECT coalesce(jsonb_agg(to_jsonb(l) ORDER BY l.line), '[]') FROM {{StagedLines}} l WHERE l.sequence = s.sequence))
        FROM {{StagedRecords}} s
        LEFT JOIN {{_schema}}.records r ON r.event_id = s.event_id
        WHERE {{which}} AND NOT EXISTS (SELECT FROM {{_schema}}.records o WHERE o.node = s.node AND o.sequence = s.sequence)
        RETURNING d.outcome, d.sequence, d.event_id, (SELECT n.node_id FROM {{_schema}}.nodes n WHERE n.node = d.first_node), d.first_sequence
        """;

    public string BookAllLines => $"INSERT INTO {_schema}.lines ({LineColumns}) SELECT {LineColumns} FROM {StagedLines}";

    public string BookLines => BookAllLines + $" l WHERE EXISTS (SELECT FROM {_schema}.records r WHERE r.node = l.node AND r.sequence = l.sequence)";

    public string KeepProblem => $"INSERT INTO {_schema}.problems (node, first_sequence, last_sequence, message) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    public string Advance =>
        $"""
        UPDATE {_schema}.nodes SET
            last_sequence = $4, log_sequence = $5, last_record = coalesce($6, last_record), last_event = coalesce($7, last_event),
            records = records + $8, duplicates = duplicates + $9, conflicts = conflicts + $10, problems = problems + $11,
            seen_at = clock_timestamp(), fed_at = clock_timestamp()
        WHERE node = $1 AND epoch = $2 AND last_sequence = $3
        """;

    public string BeSeen => $"UPDATE {_schema}.nodes SET log_sequence = $4, seen_at = clock_timestamp() WHERE node = $1 AND epoch = $2 AND last_sequence = $3";

    private string Book(string which) =>
        $"INSERT INTO {_schema}.records ({RecordColumns}) SELECT {RecordColumns} FROM {StagedRecords} s WHERE {which} ORDER BY event_id ON CONFLICT (event_id) DO NOTHING";
}
