using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Tests.Specs;
using ConsultCluster.Testing.Postgres;

namespace ConsultCluster.Storage.Tests.Killed;

/// <summary>The database server is killed while several groups are being written, and started again.</summary>
public sealed class KilledServerTests
{
    private const int Groups = 6;
    private const int Rounds = 3;
    private const int AcknowledgedPerRound = 150;

    [Fact]
    public async Task Kill_InMidTurn_KeepsWhatWasAcknowledgedAndNoHalfTurn()
    {
        await using var server = await PostgresServer.StartAsync();
        using var database = new PostgresDatabase(
            new PostgresOptions { ConnectionString = server.ConnectionString(await server.CreateDatabaseAsync()), MaxConnections = Groups });
        await database.MigrateAsync();
        var store = new PostgresGroupStore(database);
        var audit = new PostgresAuditStore(database);
        foreach (var group in Enumerable.Range(0, Groups))
        {
            await store.SaveAsync(StoreSamples.First($"g{group}"));
        }

        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var goal = acknowledged.Count + AcknowledgedPerRound;
            var writers = Enumerable.Range(0, Groups).Select(group => Task.Run(() => WriteAsync(store, $"g{group}", $"r{round}", id =>
            {
                acknowledged[id] = $"g{group}";
                if (acknowledged.Count >= goal)
                {
                    enough.TrySetResult();
                }
            }))).ToArray();
            await Task.WhenAny(enough.Task, Task.WhenAll(writers));
            await server.KillAsync();
            await Task.WhenAll(writers);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => store.ListOpenAsync());

            await server.StartAgainAsync();

            Assert.True(acknowledged.Count >= goal);
            await CheckAsync(store, audit, acknowledged, unanswered: Groups * (round + 1));
        }
    }

    /// <summary>Writes turn after turn until the database is gone.</summary>
    private static async Task WriteAsync(PostgresGroupStore store, string group, string round, Action<string> acknowledged)
    {
        var version = (await store.LoadAsync(new GroupId(group)))!.Version;
        var turn = StoreSamples.First(group) with { ExpectedVersion = version - 1 };
        try
        {
            for (var i = 0; ; i++)
            {
                var id = $"{group}-{round}-{i}";
                turn = turn.Next() with { Messages = [StoreSamples.Message(id, turn.ExpectedVersion)] };
                await store.SaveAsync(turn);
                acknowledged(id);
            }
        }
        catch (StorageUnavailableException)
        {
        }
    }

    /// <summary>Every turn wrote one version, one message and one audit entry: they have to agree.</summary>
    private static async Task CheckAsync(
        PostgresGroupStore store, PostgresAuditStore audit, ConcurrentDictionary<string, string> acknowledged, int unanswered)
    {
        var all = 0;
        for (var i = 0; i < Groups; i++)
        {
            var group = new GroupId($"g{i}");
            var messages = (await store.MessagesAsync(group, before: null, limit: 10_000)).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
            Assert.Empty(acknowledged.Where(a => a.Value == group.Value).Select(a => a.Key).Except(messages, StringComparer.Ordinal));
            Assert.Equal(messages.Count + 1, (await store.LoadAsync(group))!.Version);
            Assert.Equal(messages.Count + 1, (await audit.ReadAsync(group)).Length);
            all += messages.Count;
        }

        Assert.InRange(all, acknowledged.Count, acknowledged.Count + unanswered);
        Assert.Equal(new AuditVerification(all + Groups, null), await audit.VerifyAsync());
    }
}
