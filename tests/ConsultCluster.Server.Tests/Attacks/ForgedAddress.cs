using System.Net;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A client writes X-Forwarded-For itself, another address each time, so that no limit per address counts it twice.</summary>
[Trait("attack", "11")]
public sealed class ForgedAddress
{
    /// <summary>The proxy adds the address that it saw to whatever the client had written.</summary>
    [Fact]
    public async Task Connect_BehindAProxyWithForgedAddresses_IsCountedAsOneCaller()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubPerAddress = 2);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var kept = new List<RawHubConnection?>();
        for (var i = 0; i < 4; i++)
        {
            var token = await applicant.EntryAsync(consultation.GroupId);
            kept.Add(await RawHubConnection.TryOpenAsync(server.Address, token.Token, ("X-Forwarded-For", $"203.0.113.{i}, 198.51.100.9")));
        }

        Assert.Equal([true, true, false, false], kept.Select(connection => connection is not null));
        foreach (var connection in kept.OfType<RawHubConnection>())
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>Several addresses of one IPv6 network are one caller as well; of two networks they are two.</summary>
    [Fact]
    public async Task Connect_FromManyAddressesOfOneIPv6Network_IsCountedAsOneCaller()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubPerAddress = 1);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var kept = new List<RawHubConnection?>();
        foreach (var address in new[] { "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1" })
        {
            var token = await applicant.EntryAsync(consultation.GroupId);
            kept.Add(await RawHubConnection.TryOpenAsync(server.Address, token.Token, ("X-Forwarded-For", address)));
        }

        Assert.Equal([true, false, true], kept.Select(connection => connection is not null));
        foreach (var connection in kept.OfType<RawHubConnection>())
        {
            await connection.DisposeAsync();
        }

        await Eventually.HoldsAsync(() => server.Services.GetRequiredService<TerminalConnections>().Count == 0, "all are counted off");
    }

    [Theory]
    [InlineData("203.0.113.7", "192.0.2.1", "203.0.113.7")]
    [InlineData("203.0.113.7", "10.1.2.3", "203.0.113.7")]
    [InlineData("203.0.113.7", "127.0.0.1, 10.1.2.3", "203.0.113.7")]
    [InlineData("10.1.2.3", "192.0.2.1", "192.0.2.1")]
    [InlineData("10.1.2.3", "192.0.2.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.2.3", "192.0.2.1, 203.0.113.7, 10.1.9.9", "203.0.113.7")]
    [InlineData("10.1.2.3", "192.0.2.1, nonsense", "10.1.2.3")]
    public async Task Address_OfAnyClient_IsThatOfTheLastOneThatIsNoKnownProxy(string peer, string forwarded, string expected)
    {
        await using var server = await TestServer.StartAsync(configure: options => options.Proxies.Add(System.Net.IPNetwork.Parse("10.1.0.0/16")));
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        var middleware = new ForwardedHeadersMiddleware(
            _ => Task.CompletedTask, NullLoggerFactory.Instance, server.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>());

        await middleware.Invoke(context);

        Assert.Equal(expected, context.Network());
        Assert.Equal(expected, context.Address());
    }
}
