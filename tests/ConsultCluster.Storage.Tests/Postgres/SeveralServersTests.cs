using System.Globalization;
using System.Security.Cryptography;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Tests.Specs;

namespace ConsultCluster.Storage.Tests.Postgres;

/// <summary>Several servers of a cluster on one database, each with connections of its own.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private const int Writers = 8;

    private PostgresFixture _fixture = null!;
    private PostgresDatabase[] _servers = null!;

    public async Task InitializeAsync()
    {
        _fixture = await PostgresFixture.StartAsync();
        _servers =
        [
            .. Enumerable.Range(0, Writers).Select(_ => new PostgresDatabase(
                new PostgresOptions { ConnectionString = _fixture.ConnectionString, MaxConnections = 4, LockTimeout = TimeSpan.FromSeconds(30) }, _fixture.AuditKeys)),
        ];
    }

    public async Task DisposeAsync()
    {
        Array.ForEach(_servers, server => server.Dispose());
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Audit_EightWriters_IsOneWholeChain()
    {
        const int Each = 40;

        await Task.WhenAll(_servers.Select((server, index) => Task.Run(async () =>
        {
            var groups = new PostgresGroupStore(server);
            var audit = new PostgresAuditStore(server);
            var turn = StoreSamples.First($"g{index}");
            await groups.SaveAsync(turn);
            for (var i = 1; i < Each; i += 2)
            {
                turn = turn.Next() with { Messages = [StoreSamples.Message($"m{i}", i)] };
                await groups.SaveAsync(turn);
                await audit.AppendAsync(StoreSamples.Audit($"a{i}"));
            }
        })));

        Assert.Equal(new AuditVerification(Writers * (Each + 1), null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Save_SameVersionFromEveryServer_ExactlyOneWins()
    {
        var turn = StoreSamples.First();
        await _fixture.Groups.SaveAsync(turn);

        var won = await Task.WhenAll(_servers.Select((server, index) => Task.Run(async () =>
        {
            try
            {
                await new PostgresGroupStore(server).SaveAsync(turn.Next($"{index}") with { Messages = [StoreSamples.Message($"m{index}", 2)] });
                return index;
            }
            catch (StaleGroupException)
            {
                return -1;
            }
        })));

        var winner = Assert.Single(won, index => index >= 0);
        Assert.Equal($"{winner}", (await _fixture.Groups.LoadAsync(turn.After.Group))!.Document);
        Assert.Equal($"m{winner}", Assert.Single(await _fixture.Groups.MessagesAsync(turn.After.Group, before: null, limit: 10_000)).Id);
        Assert.Equal(new AuditVerification(2, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task SigningKeys_MadeByEveryServerAtOnce_LeaveOneActiveAndOneSecret()
    {
        var secrets = await Task.WhenAll(_servers.Select((server, index) => Task.Run(async () =>
        {
            var keys = _fixture.KeysOf(server);
            await keys.RotateAsync($"k{index}", [1, 2, 3], StoreSamples.Start, StoreSamples.Audit());
            return await keys.SecretAsync("patient-hash", () => RandomNumberGenerator.GetBytes(32));
        })));

        var all = await _fixture.Keys.ListAsync();
        Assert.Equal(Writers, all.Length);
        Assert.Single(all, key => key.State == SigningKeyState.Active);
        Assert.All(secrets, secret => Assert.Equal<byte>(secrets[0], secret));
    }

    [Fact]
    public async Task Connections_ManyCallsAtOnce_StayWithinTheBound()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => new PostgresAuditStore(_servers[0]).AppendAsync(StoreSamples.Audit($"a{i}")))));

        var open = await _fixture.Server.RunAsync(
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_fixture.Name}' AND application_name = 'ConsultCluster'");
        Assert.InRange(int.Parse(open, CultureInfo.InvariantCulture), 1, 4);
        Assert.Equal(new AuditVerification(40, null), await _fixture.Audit.VerifyAsync());
    }
}
