using Parquet;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>Texts, or nothing where the column allows it.</summary>
internal sealed class TextColumn(DataField field) : ParquetColumn(field)
{
    private readonly List<string?> _values = [];

    public void Add(string? value) => _values.Add(value);

    public override async ValueTask WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await group.WriteAsync(Field, _values!).ConfigureAwait(false);
    }

    public override void Clear() => _values.Clear();
}
