namespace ConsultCluster.Storage.Rows;

/// <summary>SQL that both databases understand, with its parameters.</summary>
/// <param name="Parameters">
/// Names with their <c>@</c>. Times are <see cref="DateTimeOffset"/>: each database has its own form for them.
/// </param>
internal readonly record struct Statement(string Sql, params (string Name, object? Value)[] Parameters);
