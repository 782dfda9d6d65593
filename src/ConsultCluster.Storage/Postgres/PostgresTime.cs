namespace ConsultCluster.Storage.Postgres;

/// <summary>Times as PostgreSQL keeps them: in UTC, to the microsecond.</summary>
internal static class PostgresTime
{
    /// <summary>What comes back when that time is written.</summary>
    public static DateTimeOffset Kept(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
