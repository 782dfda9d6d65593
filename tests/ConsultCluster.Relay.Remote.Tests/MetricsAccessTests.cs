using System.Net;
using ConsultCluster.Relay.Remote.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Relay.Remote.Tests;

/// <summary>The guard of server and relay node before <c>/metrics</c>, in whatever way routes let it be written.</summary>
public sealed class MetricsAccessTests
{
    private const int MetricsPort = 9464;
    private const int OtherPort = 8080;

    [Theory]
    [InlineData("/metrics", OtherPort, "192.0.2.9", 403)]
    [InlineData("/metrics/", OtherPort, "192.0.2.9", 403)]
    [InlineData("/METRICS/", OtherPort, "192.0.2.9", 403)]
    [InlineData("/metrics//", OtherPort, "192.0.2.9", 403)]
    [InlineData("/metrics/", OtherPort, "127.0.0.1", 200)]
    [InlineData("/metricsfor", OtherPort, "192.0.2.9", 200)]
    [InlineData("/", OtherPort, "192.0.2.9", 200)]
    [InlineData("/metrics", MetricsPort, "192.0.2.9", 200)]
    [InlineData("/metrics/", MetricsPort, "192.0.2.9", 200)]
    [InlineData("/metrics/more", MetricsPort, "192.0.2.9", 404)]
    [InlineData("/health/live", MetricsPort, "192.0.2.9", 404)]
    public async Task Request_PathPortAndCaller_DecideWhoIsAnswered(string path, int port, string caller, int status)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        MetricsAccess.Use(app, MetricsPort, context => MetricsAccess.AnswerAsync(context, StatusCodes.Status403Forbidden));
        app.Run(context => MetricsAccess.AnswerAsync(context, StatusCodes.Status200OK));
        var request = new DefaultHttpContext { Request = { Path = path }, Connection = { LocalPort = port, RemoteIpAddress = IPAddress.Parse(caller) } };

        await app.Build()(request);

        Assert.Equal(status, request.Response.StatusCode);
    }
}
