using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace CodeGen.Runtime.Costs;

/// <summary>Writes the records of a batch into the staging tables by binary COPY, in the order of <see cref="FeedSql.RecordColumns"/> and <see cref="FeedSql.LineColumns"/>. Not thread-safe.</summary>
internal sealed class StageWriter(NpgsqlConnection connection, int node, TimeSpan timeout)
{
    private static readonly Int128 s_mostDecimal = (Int128)decimal.MaxValue;

    private readonly Dictionary<CostAttribution, string> _tags = [];

    public async Task WriteAsync(IReadOnlyList<CostRecord> records, CancellationToken cancellationToken)
    {
        await CopyAsync(FeedSql.CopyRecords, Rows, cancellationToken).ConfigureAwait(false);
        await CopyAsync(FeedSql.CopyLines, LineRows, cancellationToken).ConfigureAwait(false);

        async Task Rows(NpgsqlBinaryImporter importer)
        {
            foreach (CostRecord record in records)
            {
                await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await WriteAsync(importer, record, cancellationToken).ConfigureAwait(false);
            }
        }

        async Task LineRows(NpgsqlBinaryImporter importer)
        {
            foreach (CostRecord record in records)
            {
                for (int i = 0; i < record.Lines.Count; i++)
                {
                    await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                    await WriteLineAsync(importer, record, i, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Whole microseconds, as timestamptz has them; cut, so that no event moves over a bound. Not its first instant, which stands for minus infinity.</summary>
    public static DateTime Time(DateTimeOffset time) => new(Math.Max(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    private async Task CopyAsync(string copy, Func<NpgsqlBinaryImporter, Task> write, CancellationToken cancellationToken)
    {
        NpgsqlBinaryImporter importer = await connection.BeginBinaryImportAsync(copy, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable importerScope = importer.ConfigureAwait(false);
        importer.Timeout = timeout;
        await write(importer).ConfigureAwait(false);
        await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool HasAmount(CostRecord record) => record.Currency != Currency.None;

    private async Task WriteAsync(NpgsqlBinaryImporter row, CostRecord record, CancellationToken ct)
    {
        CostUse use = record.Use;
        CostAttribution whose = record.Attribution;
        ServedModel? served = use.Served;
        await row.WriteAsync(node, NpgsqlDbType.Integer, ct).ConfigureAwait(false);
        await row.WriteAsync(record.Sequence, NpgsqlDbType.Bigint, ct).ConfigureAwait(false);
        await row.WriteAsync(record.Id, NpgsqlDbType.Uuid, ct).ConfigureAwait(false);
        await SmallAsync(row, (int)record.Kind, ct).ConfigureAwait(false);
        await row.WriteAsync(Time(record.EventTime), NpgsqlDbType.TimestampTz, ct).ConfigureAwait(false);
        await row.WriteAsync(Time(record.IngestTime), NpgsqlDbType.TimestampTz, ct).ConfigureAwait(false);
        await row.WriteAsync(Hash(record.ContentHash), NpgsqlDbType.Bytea, ct).ConfigureAwait(false);
        await SmallAsync(row, (int)use.Category, ct).ConfigureAwait(false);
        await SmallAsync(row, (int)use.Kind, ct).ConfigureAwait(false);
        await TextAsync(row, use.Name, ct).ConfigureAwait(false);
        await TextAsync(row, whose.Service, ct).ConfigureAwait(false);
        await TextAsync(row, whose.Resource, ct).ConfigureAwait(false);
        await TextAsync(row, whose.User, ct).ConfigureAwait(false);
        await TextAsync(row, whose.Project, ct).ConfigureAwait(false);
        await TextAsync(row, whose.Model, ct).ConfigureAwait(false);
        await JsonAsync(row, whose.Tags.Count == 0 ? null : Tags(whose), ct).ConfigureAwait(false);
        await TextAsync(row, served?.Model, ct).ConfigureAwait(false);
        await TextAsync(row, served?.Provider, ct).ConfigureAwait(false);
        await TextAsync(row, served?.Tier, ct).ConfigureAwait(false);
        await TextAsync(row, served?.Speed, ct).ConfigureAwait(false);
        await TextAsync(row, served?.Geo, ct).ConfigureAwait(false);
        await JsonAsync(row, use.Usage is { } usage ? UsageJson.Of(usage) : null, ct).ConfigureAwait(false);
        await TextAsync(row, record.Hold?.ToString(), ct).ConfigureAwait(false);
        await SmallAsync(row, (int)record.Status, ct).ConfigureAwait(false);
        await TextAsync(row, record.PriceVersion == PriceVersion.None ? null : record.PriceVersion.ToString(), ct).ConfigureAwait(false);
        await SmallAsync(row, (int?)record.PriceLayer, ct).ConfigureAwait(false);
        await TextAsync(row, HasAmount(record) ? record.Currency.Code : null, ct).ConfigureAwait(false);
        await AmountAsync(row, HasAmount(record) ? record.Amount : null, ct).ConfigureAwait(false);
        await (record.Corrects is { } corrects ? row.WriteAsync(corrects, NpgsqlDbType.Uuid, ct) : row.WriteNullAsync(ct)).ConfigureAwait(false);
        await (record.CorrectsSequence is { } sequence ? row.WriteAsync(sequence, NpgsqlDbType.Bigint, ct) : row.WriteNullAsync(ct)).ConfigureAwait(false);
        await SmallAsync(row, (int?)record.AdjustmentKind, ct).ConfigureAwait(false);
        await TextAsync(row, record.Reason, ct).ConfigureAwait(false);
        await row.WriteAsync(record.IsUnremembered, NpgsqlDbType.Boolean, ct).ConfigureAwait(false);
    }

    private async Task WriteLineAsync(NpgsqlBinaryImporter row, CostRecord record, int index, CancellationToken ct)
    {
        CostLine line = record.Lines[index];
        await row.WriteAsync(node, NpgsqlDbType.Integer, ct).ConfigureAwait(false);
        await row.WriteAsync(record.Sequence, NpgsqlDbType.Bigint, ct).ConfigureAwait(false);
        await SmallAsync(row, index, ct).ConfigureAwait(false);
        await TextAsync(row, line.Name, ct).ConfigureAwait(false);
        await TextAsync(row, line.Unit, ct).ConfigureAwait(false);
        await NumberAsync(row, line.Quantity.Numerator, ct).ConfigureAwait(false);
        await NumberAsync(row, line.Quantity.Denominator, ct).ConfigureAwait(false);
        await AmountAsync(row, HasAmount(record) ? line.Amount : null, ct).ConfigureAwait(false);
    }

    private static async Task AmountAsync(NpgsqlBinaryImporter row, ExactMoney? amount, CancellationToken ct)
    {
        if (amount is not { } known)
        {
            await row.WriteNullAsync(ct).ConfigureAwait(false);
            await row.WriteNullAsync(ct).ConfigureAwait(false);
            return;
        }

        await NumberAsync(row, known.Numerator, ct).ConfigureAwait(false);
        await NumberAsync(row, known.Denominator, ct).ConfigureAwait(false);
    }

    /// <summary>Nearly all numbers fit a decimal, which costs less than a number of any length.</summary>
    private static Task NumberAsync(NpgsqlBinaryImporter row, Int128 number, CancellationToken ct) => number >= -s_mostDecimal && number <= s_mostDecimal
        ? row.WriteAsync((decimal)number, NpgsqlDbType.Numeric, ct)
        : row.WriteAsync((BigInteger)number, NpgsqlDbType.Numeric, ct);

    private static Task SmallAsync(NpgsqlBinaryImporter row, int? number, CancellationToken ct) =>
        number is { } known ? row.WriteAsync((short)known, NpgsqlDbType.Smallint, ct) : row.WriteNullAsync(ct);

    private static Task TextAsync(NpgsqlBinaryImporter row, string? text, CancellationToken ct) =>
        text is null ? row.WriteNullAsync(ct) : row.WriteAsync(PostgreSqlText.Of(text), NpgsqlDbType.Text, ct);

    private static Task JsonAsync(NpgsqlBinaryImporter row, string? json, CancellationToken ct) =>
        json is null ? row.WriteNullAsync(ct) : row.WriteAsync(json, NpgsqlDbType.Jsonb, ct);

    private static byte[] Hash(UInt128 hash)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    private string Tags(CostAttribution attribution)
    {
        if (!_tags.TryGetValue(attribution, out string? json))
        {
            _tags[attribution] = json = PostgreSqlText.Json(attribution.Tags.Select(static tag => (tag.Name, tag.Value)));
        }

        return json;
    }
}
