using System.Diagnostics;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Storage.Tests.Postgres;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Storage.Tests.Killed;

/// <summary>A process that is killed in the middle of writing has lost nothing that it acknowledged.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private const int Rounds = 4;
    private const int AcknowledgedPerRound = 60;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-kill-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Kill_WhileWriting_LosesNothingAcknowledged() =>
        KillAndLookAsync(WriterStore.Sqlite, Path.Combine(_folder.FullName, "consult.db"));

    [Fact]
    public async Task Kill_WhileWritingToPostgres_LosesNothingAcknowledged()
    {
        var server = await SharedServer.Value;
        var name = await SharedServer.MigratedAsync();

        await KillAndLookAsync(WriterStore.Postgres, server.ConnectionString(name));

        await server.RunAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    private static async Task KillAndLookAsync(string kind, string where)
    {
        var acknowledged = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            acknowledged.AddRange(await WriteUntilKilledAsync(kind, where, round, AcknowledgedPerRound + (7 * round)));

            using var store = WriterStore.Open(kind, where);
            var recorded = (await store.Groups.MessagesAsync(Scene.Id, before: null, limit: 10_000)).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
            Assert.Empty(acknowledged.Except(recorded, StringComparer.Ordinal));
            Assert.True(recorded.Count <= acknowledged.Count + round + 1, "At most the one message in the works may be recorded without an answer.");
            Assert.True((await store.Audit.VerifyAsync()).Intact);

            await using var silo = await SiloHost.StartAsync(store.Groups, new FakeRelays(new FakeRelay()));
            var member = Assert.Single((await silo.Groups.Get(Scene.Id).SnapshotAsync().Value()).Members);
            Assert.Equal(PresenceState.Reconnecting, member.Presence);
            Assert.Equal(TerminalNaming.Of(new TokenId("t-a"), Scene.SeatKey("a")), member.Terminal);
        }
    }

    private static async Task<List<string>> WriteUntilKilledAsync(string kind, string where, int round, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.Contains("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { typeof(KilledProcessTests).Assembly.Location, kind, where, $"r{round}" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        var acknowledged = new List<string>();
        try
        {
            while (acknowledged.Count < count)
            {
                var line = await process.StandardOutput.ReadLineAsync(deadline.Token);
                Assert.True(line is not null, $"The writer ended by itself: {(line is null ? await errors : string.Empty)}");
                Keep(line!);
            }
        }
        finally
        {
            process.Kill();
        }

        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } rest)
        {
            Keep(rest);
        }

        await process.WaitForExitAsync(deadline.Token);
        return acknowledged;

        void Keep(string line)
        {
            if (line.StartsWith("recorded ", StringComparison.Ordinal))
            {
                acknowledged.Add(line["recorded ".Length..]);
            }
        }
    }
}
