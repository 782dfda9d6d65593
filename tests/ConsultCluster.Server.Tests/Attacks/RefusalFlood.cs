using System.Net.Http.Headers;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Somebody knocks without end: the log names them, and does not fill the disk.</summary>
public sealed class RefusalFlood
{
    private const int Attempts = 200;

    [Fact]
    [Trait("attack", "17")]
    public async Task Attempts_ManyFromOneAddress_AreOneLineAndACount()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();

        for (var i = 0; i < Attempts; i++)
        {
            await (await client.GetAsync("/api/consultations")).ProblemAsync(401, "sign_in.required");
        }

        server.Services.GetRequiredService<RefusalLog>().Sweep();
        var lines = server.Log.Lines.Where(line => line.Contains(nameof(RefusalLog), StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Contains("Refused sign_in.required from 127.0.0.1; more of it", lines[0], StringComparison.Ordinal);
        Assert.Contains($"Refused sign_in.required from 127.0.0.1 {Attempts - 1} more times", lines[1], StringComparison.Ordinal);
    }

    /// <summary>All lines, not only those that were made for it: the framework says each attempt by itself.</summary>
    [Theory]
    [InlineData("/hub/consultation")]
    [InlineData("/whip")]
    [Trait("attack", "17")]
    public async Task Attempts_ManyWithForgedTokens_AreFewLines(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");
        var before = server.Log.Lines.Count;

        for (var i = 0; i < Attempts; i++)
        {
            await (await client.PostAsync(path, new StringContent(string.Empty))).ProblemAsync(401, "token.malformed");
        }

        server.Services.GetRequiredService<RefusalLog>().Sweep();
        var lines = server.Log.Lines.Skip(before).ToArray();
        Assert.True(lines.Length < Attempts / 4, string.Join('\n', lines));
    }

    [Fact]
    [Trait("attack", "17")]
    public async Task Attempts_FromMoreAddressesThanAreRemembered_AreCountedTogether()
    {
        await using var server = await TestServer.StartAsync();
        var log = server.Services.GetRequiredService<RefusalLog>();

        for (var i = 0; i < RefusalLog.MaxPairs + 100; i++)
        {
            log.Add("token.forged", $"2001:db8::{i:x}");
        }

        Assert.Equal(RefusalLog.MaxPairs + 1, server.Log.Lines.Count(line => line.Contains("Refused token.forged", StringComparison.Ordinal)));
        log.Sweep();
        Assert.Contains(server.Log.Lines, line => line.Contains("other addresses 99 more times", StringComparison.Ordinal));
    }
}
