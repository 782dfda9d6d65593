using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConsultCluster.Server.Tests.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_WhileStopping_LivesButTakesNobody()
    {
        using var folder = new TemporaryFolder();
        var slow = new SlowStop();
        await using var server = await ServerHost.StartAsync(
            new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path },
            services => services.AddHostedService(_ => slow));
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
        var ready = await client.GetFromJsonAsync<HealthDto>("/health/ready");
        Assert.Equal(1, ready!.Silos);
        Assert.NotEmpty(ready.Silo!);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/serving"));

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stop = server.WaitForStopAsync();
        await slow.Begun.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/serving"));
        Assert.Equal(new HealthDto("ok", null, null, null), await client.GetFromJsonAsync<HealthDto>("/health/live"));
        slow.Release();
        await stop.WaitAsync(TimeSpan.FromSeconds(30));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var response = await client.GetAsync(path);
            return response.StatusCode;
        }
    }
}
