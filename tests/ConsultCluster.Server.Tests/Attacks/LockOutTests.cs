using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tests.Telemetry;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Somebody gives wrong passwords for others. Before, five of them locked any account for five minutes, all administrators' included, with no way back.</summary>
public sealed class LockOutTests
{
    private const string Attacker = "203.0.113.66";

    [Fact]
    [Trait("attack", "10")]
    public async Task WrongPasswords_OfAnAttacker_KeepNobodyOut()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Stop();
        using var client = server.Anonymous();
        foreach (var name in DemoAccounts.UserNames)
        {
            await AttackAsync(client, name, 15);
        }

        foreach (var name in DemoAccounts.UserNames)
        {
            await (await client.TryAsync(name, DemoAccounts.Password, from: "198.51.100.1")).ReadAsync<SignedInDto>();
        }

        var limited = await server.AuditAsync(AuditActions.SignInLimited);
        Assert.InRange(limited.Length, 1, 5);
        Assert.All(limited, entry => Assert.Equal("""{"limit":"sign_in.delayed"}""", entry.Detail));

        // Guessing on is slow, even with the right password: nobody can tell.
        await (await client.TryAsync("admin", DemoAccounts.Password, Attacker)).ProblemAsync(429, "sign_in.delayed");
    }

    [Fact]
    [Trait("attack", "10")]
    public async Task WrongPasswords_FromTheSameNetwork_DoNotDelayADeviceThatHasSignedIn()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Stop();
        using var client = server.Anonymous();
        var device = (await client.TryAsync("wang.expert", DemoAccounts.Password, Attacker)).Cookies();
        await AttackAsync(client, "wang.expert", 40);

        await (await client.TryAsync("wang.expert", DemoAccounts.Password, Attacker)).ProblemAsync(429, "request.too_many");
        await (await client.TryAsync("wang.expert", DemoAccounts.Password, Attacker, device)).ReadAsync<SignedInDto>();

        // The device is known for that account only, and lets nobody in without the password.
        await (await client.TryAsync("wang.expert", "wrong", Attacker, device)).ProblemAsync(401, "sign_in.failed");
        await AttackAsync(client, "li.applicant", 10);
        await (await client.TryAsync("li.applicant", DemoAccounts.Password, Attacker, device)).ProblemAsync(429, "sign_in.delayed");
    }

    [Fact]
    [Trait("attack", "10")]
    public async Task WrongPasswords_FromADeviceThatHasSignedIn_AreDelayedToo()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Stop();
        using var client = server.Anonymous();
        var device = (await client.TryAsync("wang.expert", DemoAccounts.Password)).Cookies();
        for (var i = 0; i <= SignInThrottle.Free; i++)
        {
            await (await client.TryAsync("wang.expert", "wrong", cookies: device)).ProblemAsync(401, "sign_in.failed");
        }

        await (await client.TryAsync("wang.expert", "wrong", cookies: device)).ProblemAsync(429, "sign_in.delayed");
    }

    [Fact]
    [Trait("attack", "10")]
    public async Task WrongPasswords_Many_RaiseOneAlarmAndFewEntries()
    {
        await using var server = await TestServer.StartAsync();
        using var measured = new MeasurementLog(server.Services);
        using var client = server.Anonymous();
        for (var i = 0; i < 3 * SignInWatch.AlarmAt; i++)
        {
            await client.TryAsync("admin", "wrong", $"203.0.113.{i}");
        }

        Assert.Equal(1, measured.Observe("sign_in.attacks"));
        Assert.Equal(3 * SignInWatch.AlarmAt, measured.Count("sign_in.attempts", ("outcome", "sign_in.failed")));
        Assert.Single(server.Log.Lines, line => line.Contains("demo-administrator", StringComparison.Ordinal) && line.Contains("wrong passwords", StringComparison.Ordinal));
        Assert.Equal("demo-administrator", Assert.Single(await server.AuditAsync(AuditActions.SignInAttacked)).By.Value);

        // One for the account and minute; the clock may pass a minute once or twice meanwhile.
        Assert.InRange((await server.AuditAsync(AuditActions.SignInFailed)).Length, 1, 5);
    }

    [Fact]
    [Trait("attack", "11")]
    public async Task WrongPasswords_FromAllAddressesOfOneIpv6Network_CountAsOneCaller()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Stop();
        using var client = server.Anonymous();
        for (var i = 0; i <= SignInThrottle.Free; i++)
        {
            await (await client.TryAsync("admin", "wrong", $"2001:db8:0:1::{i + 1}")).ProblemAsync(401, "sign_in.failed");
        }

        await (await client.TryAsync("admin", "wrong", "2001:db8:0:1:ffff::99")).ProblemAsync(429, "sign_in.delayed");
        await (await client.TryAsync("admin", DemoAccounts.Password, "2001:db8:0:2::1")).ReadAsync<SignedInDto>();
    }

    [Fact]
    [Trait("attack", "10")]
    public async Task Administrator_WhoHasLostThePassword_GetsInByTheConsole()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var before = await server.AdministratorAsync();
        using var output = new StringWriter();

        Assert.Equal(0, await RecoverCommand.RunAsync(["admin", $"--data={server.Data}"], output));

        const string Link = "recover http://127.0.0.1:8080/recover#code=";
        var line = output.ToString().Split(Environment.NewLine)[0];
        Assert.StartsWith(Link, line, StringComparison.Ordinal);
        var code = line[Link.Length..];
        var request = new RecoveryRequest(code, "a recovered password");
        await (await client.PostAsJsonAsync("/api/recovery", request with { Code = "guess" })).ProblemAsync(403, "recovery.refused");
        (await client.PostAsJsonAsync("/api/recovery", request)).EnsureSuccessStatusCode();
        await (await client.PostAsJsonAsync("/api/recovery", request)).ProblemAsync(403, "recovery.refused");
        await (await before.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        Assert.False((await (await client.TryAsync("admin", "a recovered password")).ReadAsync<SignedInDto>()).MustChangePassword);
        Assert.Single(await server.AuditAsync(AuditActions.RecoveryIssued));
        Assert.Single(await server.AuditAsync(AuditActions.PasswordChanged));
        Assert.Equal(1, await RecoverCommand.RunAsync(["wang.expert", $"--data={server.Data}"], output));
        Assert.Equal(2, await RecoverCommand.RunAsync([], output));
    }

    private static async Task AttackAsync(HttpClient client, string name, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.False((await client.TryAsync(name, "wrong", Attacker)).IsSuccessStatusCode);
        }
    }
}
