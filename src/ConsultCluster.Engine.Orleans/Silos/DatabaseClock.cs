using Npgsql;

namespace ConsultCluster.Engine.Orleans.Silos;

/// <summary>
/// The membership with every time in it by the database's clock, shown to this silo by its own. Orleans compares what silos wrote with the clock of the one that
/// reads: where clocks are a minute apart, half of the cluster would pass for long dead, get no news of who died, and could not join.
/// </summary>
/// <param name="table">Where the membership is kept.</param>
/// <param name="connection">To the same database; the pool is that of the table.</param>
internal sealed class DatabaseClock(IMembershipTable table, string connection, TimeProvider clock) : IMembershipTable
{
    private const string Now = "SELECT clock_timestamp()";

    /// <inheritdoc/>
    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTable(tryInitTableVersion);

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntries(clusterId);

    /// <inheritdoc/>
    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => await table.CleanupDefunctSiloEntries(beforeDate + await AheadAsync());

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadRow(SiloAddress key) => Shown(await table.ReadRow(key), await AheadAsync());

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadAll() => Shown(await table.ReadAll(), await AheadAsync());

    /// <inheritdoc/>
    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        await table.InsertRow(Shifted(entry, await AheadAsync()), tableVersion);

    /// <inheritdoc/>
    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        await table.UpdateRow(Shifted(entry, await AheadAsync()), etag, tableVersion);

    /// <inheritdoc/>
    public async Task UpdateIAmAlive(MembershipEntry entry) => await table.UpdateIAmAlive(Shifted(entry, await AheadAsync()));

    private static MembershipTableData Shown(MembershipTableData data, TimeSpan ahead) =>
        new([.. data.Members.Select(member => Tuple.Create(Shifted(member.Item1, -ahead), member.Item2))], data.Version);

    private static MembershipEntry Shifted(MembershipEntry entry, TimeSpan by) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = entry.SuspectTimes?.ConvertAll(suspect => Tuple.Create(suspect.Item1, suspect.Item2 + by)),
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = Shifted(entry.StartTime, by),
        IAmAliveTime = Shifted(entry.IAmAliveTime, by),
    };

    /// <summary>A time that was not set stays so.</summary>
    private static DateTime Shifted(DateTime time, TimeSpan by) => time == default ? time : time + by;

    /// <summary>By how much the database's clock is ahead of this one; asked each time, because either may be set. The membership is used a few times in 5 s.</summary>
    private async Task<TimeSpan> AheadAsync()
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var ask = new NpgsqlCommand(Now, database);
        var from = clock.GetTimestamp();
        var there = (DateTime)(await ask.ExecuteScalarAsync())!;
        return there - (clock.GetUtcNow().UtcDateTime - (clock.GetElapsedTime(from) / 2));
    }
}
