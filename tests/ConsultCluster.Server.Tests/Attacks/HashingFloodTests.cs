using System.Net;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Many sign-ins at once, each of which takes a core for some 50 ms. Before, as many were hashed at once as there were threads.</summary>
public sealed class HashingFloodTests
{
    private const string Stranger = "203.0.113.66";

    [Fact]
    [Trait("attack", "11")]
    public async Task Flood_OfSignIns_HashesFewAtOnceAndRefusesTheRestWithRetryAfter()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.PasswordChecks, options.PasswordQueue) = (2, 1));
        using var client = server.Anonymous();
        var device = (await client.TryAsync("wang.expert", DemoAccounts.Password, Stranger)).Cookies();
        var work = server.Services.GetRequiredService<PasswordWork>();
        using var release = new ManualResetEventSlim();
        using var begun = new CountdownEvent(2);

        // Two are hashed, one waits.
        var held = Enumerable.Range(0, 3).Select(_ => work.RunAsync(Hold, isKnown: false)).ToArray();
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1)));

        var refused = await client.TryAsync("admin", DemoAccounts.Password, Stranger);
        await refused.ProblemAsync(503, "sign_in.busy");
        Assert.NotNull(refused.Headers.RetryAfter);

        // Who is known has a lane of their own.
        await (await client.TryAsync("wang.expert", DemoAccounts.Password, Stranger, device)).ReadAsync<SignedInDto>();

        release.Set();
        Assert.All(await Task.WhenAll(held), outcome => Assert.True(outcome.Succeeded));
        Assert.Equal(HttpStatusCode.OK, (await client.TryAsync("admin", DemoAccounts.Password, Stranger)).StatusCode);

        string Hold()
        {
            // The third comes when the first two have ended.
            if (!begun.IsSet)
            {
                begun.Signal();
            }

            return release.Wait(TimeSpan.FromMinutes(1)) ? "hash" : throw new TimeoutException();
        }
    }
}
