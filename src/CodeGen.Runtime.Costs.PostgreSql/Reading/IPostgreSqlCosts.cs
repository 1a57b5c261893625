namespace CodeGen.Runtime.Costs;

/// <summary>What all nodes have booked, as far as it has arrived in PostgreSQL. Sums are exact: they are those of the nodes' ledgers to the pico. Thread-safe.</summary>
public interface IPostgreSqlCosts
{
    /// <summary>What a time came to.</summary>
    /// <param name="from">The first event time.</param>
    /// <param name="until">The first event time after it. Both to the microsecond.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be asked.</exception>
    Task<PostgreSqlCostGroup> TotalsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>What a time came to by some dimensions.</summary>
    /// <param name="from">The first event time.</param>
    /// <param name="until">The first event time after it. Both to the microsecond.</param>
    /// <param name="dimensions">
    /// Any of <see cref="CostDimension"/>, <c>category</c>, <c>name</c> (the model, meter or fee), <c>node</c>, <c>day</c> (UTC), <c>currency</c>; at most 8, each once.
    /// </param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>The groups in the order of their keys.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or too many.</exception>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be asked.</exception>
    Task<IReadOnlyList<PostgreSqlCostGroup>> GroupAsync(DateTimeOffset from, DateTimeOffset until, IReadOnlyList<string> dimensions, CancellationToken cancellationToken = default);

    /// <summary>How far the ledgers of all nodes have arrived.</summary>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be asked.</exception>
    Task<IReadOnlyList<PostgreSqlNode>> NodesAsync(CancellationToken cancellationToken = default);
}
